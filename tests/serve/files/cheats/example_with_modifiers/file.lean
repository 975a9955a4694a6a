axiom zz : False

/-- Two. -/
@[simp] private noncomputable example : 1 = 2 :=
  zz.elim
