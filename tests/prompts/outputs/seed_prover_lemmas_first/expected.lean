lemma half (a : Nat) (ha : a % 2 = 0) : ∃ k, a = 2 * k := ⟨a / 2, by omega⟩

theorem sum_even (a b : Nat) (ha : a % 2 = 0) (hb : b % 2 = 0) : (a + b) % 2 = 0 := by
  obtain ⟨k, hk⟩ := half a ha
  obtain ⟨m, hm⟩ := half b hb
  omega
