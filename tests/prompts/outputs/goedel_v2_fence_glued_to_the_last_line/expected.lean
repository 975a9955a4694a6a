theorem mathd_numbertheory_335 (n : Nat) (h₀ : n % 7 = 5) : 5 * n % 7 = 4 := by
  omega
