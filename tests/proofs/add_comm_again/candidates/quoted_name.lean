theorem «add_comm_again» (a b : Nat) : a + b = b + a := Nat.add_comm a b
