  have factors : (n * n - 10) * (3 * (m * m) + 1) = 507 := by
    simp only [Int.pow_two] at equation
    rw [Int.mul_add, Int.sub_mul, Int.mul_one, Int.mul_left_comm, Int.mul_comm (n * n)]
    omega
  have hm := Int.mul_self_nonneg m
  have pos : 0 < n * n - 10 := by
    refine Int.not_le.mp fun h => ?_
    have l := Int.mul_nonneg (show 0 ≤ -(n * n - 10) by omega) (show 0 ≤ 3 * (m * m) + 1 by omega)
    rw [Int.neg_mul, factors] at l
    exact absurd l (by decide)
  have left := Int.mul_le_mul_of_nonneg_right (show 1 ≤ n * n - 10 by omega) (show 0 ≤ 3 * (m * m) + 1 by omega)
  have right := Int.mul_le_mul_of_nonneg_left (show 1 ≤ 3 * (m * m) + 1 by omega) (Int.le_of_lt pos)
  have bm := Int.lt_of_mul_self_lt (a := m) (b := 13) (by decide) (by omega)
  have bn := Int.lt_of_mul_self_lt (a := n) (b := 23) (by decide) (by omega)
  exact (show ∀ x : ℤ, -13 < x → x < 13 → ∀ y : ℤ, -23 < y → y < 23 → y ^ 2 + 3 * (x ^ 2 * y ^ 2) = 30 * x ^ 2 + 517 →
    3 * (x ^ 2 * y ^ 2) = 588 by decide +kernel) m bm.1 bm.2 n bn.1 bn.2 equation
