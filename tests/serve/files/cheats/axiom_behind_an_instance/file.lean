axiom zz : False

instance : Nonempty (1 = 2) := ⟨zz.elim⟩
