namespace Own
lemma goal (p : Prop) (hp : p) : p ∧ True := by first | exact hp
                                                      | exact ⟨hp, trivial⟩
end Own
