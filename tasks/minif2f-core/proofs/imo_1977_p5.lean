  have hq : q < 45 := by
    refine Nat.lt_of_not_le fun h => ?_
    have l := Nat.pow_le_pow_left h 2
    omega
  have halves : ∀ x y : ℤ, (x + y) * (x + y) ≤ 2 * (x * x + y * y) := by
    intro x y
    have l := Int.mul_self_nonneg (x - y)
    simp only [Int.mul_sub, Int.sub_mul, Int.mul_add, Int.add_mul, Int.mul_comm y x] at *
    omega
  have equation : (a : ℤ) * a + b * b = (a + b) * q + r := by
    have e := congrArg (Nat.cast (R := ℤ)) division
    simp only [Nat.pow_two, Int.natCast_add, Int.natCast_mul] at e
    exact e
  have sum : (a : ℤ) + b < 2 * q + 2 := by
    refine Int.lt_of_mul_lt_mul_left (c := (a : ℤ) + b) ?_ (by omega)
    have l := halves a b
    rw [equation] at l
    rw [Int.mul_add _ (2 * (q : ℤ)), Int.mul_left_comm]
    omega
  have quotient : q = 44 := (show ∀ x < 45, 1977 < x ^ 2 + 90 → x = 44 by decide +kernel) q hq (by omega)
  subst quotient
  have rest : r = 41 := by omega
  subst rest
  have circle : Int.natAbs (a - 22) * Int.natAbs (a - 22) + Int.natAbs (b - 22) * Int.natAbs (b - 22) = 1009 := by
    have x := Int.natAbs_mul_self (a - 22)
    have y := Int.natAbs_mul_self (b - 22)
    simp only [Int.mul_sub, Int.sub_mul] at x y
    omega
  rw [Int.abs_eq_natAbs, Int.abs_eq_natAbs]
  generalize Int.natAbs (a - 22) = x at circle ⊢
  generalize Int.natAbs (b - 22) = y at circle ⊢
  have hx : x < 32 := Nat.lt_of_not_le fun h => by have l := Nat.mul_self_le_mul_self h; omega
  have hy : y < 32 := Nat.lt_of_not_le fun h => by have l := Nat.mul_self_le_mul_self h; omega
  have found := (show ∀ x < 32, ∀ y < 32, x * x + y * y = 1009 → x = 15 ∧ y = 28 ∨ x = 28 ∧ y = 15 by decide +kernel)
    x hx y hy circle
  omega
