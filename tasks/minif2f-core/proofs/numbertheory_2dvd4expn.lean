  exact Nat.dvd_trans (show 2 ∣ 4 by decide) (Nat.dvd_pow_self 4 pos)
