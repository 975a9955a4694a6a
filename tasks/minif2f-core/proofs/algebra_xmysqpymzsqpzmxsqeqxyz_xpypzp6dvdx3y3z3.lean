  have cube : ∀ x : ℤ, x ^ 3 = x * (x * x) := fun x => by rw [Int.pow_succ', Int.pow_two]
  have half : a * a + b * b + c * c - a * b - b * c - c * a + (a * a + b * b + c * c - a * b - b * c - c * a) =
      a * b * c := by
    rw [← squares]
    simp only [Int.pow_two, Int.mul_sub, Int.sub_mul, Int.mul_comm, Int.mul_left_comm]
    omega
  have factor : (a + b + c) * (a * a + b * b + c * c - a * b - b * c - c * a) =
      a ^ 3 + b ^ 3 + c ^ 3 - 3 * (a * b * c) := by
    simp only [cube, Int.mul_sub, Int.mul_add, Int.add_mul, Int.mul_comm, Int.mul_left_comm]
    omega
  refine ⟨a * a + b * b + c * c - a * b - b * c - c * a, ?_⟩
  rw [Int.add_mul, factor]
  omega
