namespace Mine
theorem own (a : ℕ) : a ≤ a := Nat.le_refl a
#print axioms own
end Mine

theorem asked (a b : ℕ) (h : a ≤ b) : a ≤ b + 1 := by omega
