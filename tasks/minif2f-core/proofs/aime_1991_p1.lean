  have product : (a + 1) * (b + 1) = 72 := by rw [Nat.add_mul, Nat.mul_add]; omega
  have search : ∀ x < 72, x + 1 ∣ 72 → ∀ y < 72, (x + 1) * (y + 1) = 72 →
      x ^ 2 * y + x * y ^ 2 = 880 → x ^ 2 + y ^ 2 = 146 := by decide +kernel
  exact search a (by omega) ⟨b + 1, product.symm⟩ b (by omega) product mixed
