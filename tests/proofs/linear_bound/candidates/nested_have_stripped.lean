have hy : 2 * 4 ≤ 2 * y := by
    omega
  have hx : x + 8 ≤ 10 := by
    omega
  omega
