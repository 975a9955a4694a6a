namespace Own
theorem goal (p : Prop) (hp : p) : p ∧ True := by constructor
                                                  exact hp
                                                  trivial
end Own
