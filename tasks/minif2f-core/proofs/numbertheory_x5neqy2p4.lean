  intro h
  have fifth : m ^ 5 % 11 = 0 ∨ m ^ 5 % 11 = 1 ∨ m ^ 5 % 11 = 10 := by
    rw [Int.pow_emod]
    exact (show ∀ x : ℤ, 0 ≤ x → x < 11 → x ^ 5 % 11 = 0 ∨ x ^ 5 % 11 = 1 ∨ x ^ 5 % 11 = 10 by decide +kernel)
      (m % 11) (by omega) (by omega)
  have square : n ^ 2 % 11 ≠ 7 ∧ n ^ 2 % 11 ≠ 8 ∧ n ^ 2 % 11 ≠ 6 := by
    rw [Int.pow_emod]
    exact (show ∀ x : ℤ, 0 ≤ x → x < 11 → x ^ 2 % 11 ≠ 7 ∧ x ^ 2 % 11 ≠ 8 ∧ x ^ 2 % 11 ≠ 6 by decide +kernel)
      (n % 11) (by omega) (by omega)
  omega
