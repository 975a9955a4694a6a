have h : 8 ≤ 2 * y := by omega
omega
