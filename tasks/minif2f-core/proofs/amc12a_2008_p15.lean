  have tens : k % 10 = 0 := by rw [def_k]
  have fours : k % 4 = 0 := by rw [def_k]
  have pos : 0 < k := by rw [def_k]; exact Nat.lt_of_lt_of_le (by decide) (Nat.le_add_right (2008 ^ 2) (2 ^ 2008))
  clear def_k
  have cycle : ∀ j : ℕ, 2 ^ (4 * (j + 1)) % 10 = 6 := by
    intro j
    induction j with
    | zero => rfl
    | succ j ih => rw [show 4 * (j + 1 + 1) = 4 * (j + 1) + 4 from rfl, Nat.pow_add]; omega
  obtain ⟨j, rfl⟩ : ∃ j, k = 4 * (j + 1) := ⟨k / 4 - 1, by omega⟩
  rw [Nat.add_mod, cycle, Nat.pow_mod, tens]
