def f : Nat → Bool := fun n => n == 1
#guard f 1

theorem goal : 1 = 2 := sorry
