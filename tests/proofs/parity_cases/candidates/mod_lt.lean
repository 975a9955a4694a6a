have h : n % 2 < 2 := Nat.mod_lt n (by decide)
omega
