theorem Namespaced.goal (p : Prop) (hp : p) : p ∧ True := by
  constructor
  · exact hp
  · trivial
