theorem «Namespaced».«goal» (p : Prop) (hp : p) : p ∧ True := ⟨hp, trivial⟩
