theorem add_comm_again (a b : Nat) : a + b = b + a := Nat.add_comm a b

example : 1 + 2 = 2 + 1 := add_comm_again 1 2
