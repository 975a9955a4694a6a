theorem two_sums (a b : Nat) : a + b + 0 = a + b := rfl
