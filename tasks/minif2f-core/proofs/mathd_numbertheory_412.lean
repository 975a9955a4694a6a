  rw [Int.mul_emod, Int.pow_emod, Int.pow_emod (y + 5), Int.add_emod x, Int.add_emod y, hx, hy]
  decide
