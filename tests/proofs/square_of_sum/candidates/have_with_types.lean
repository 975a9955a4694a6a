have h1 : (a + b) * (a + b) = a * (a + b) + b * (a + b) := Nat.add_mul a b (a + b)
have h2 : a * (a + b) = a * a + a * b := Nat.mul_add a a b
have h3 : b * (a + b) = b * a + b * b := Nat.mul_add b a b
rw [h1, h2, h3]
