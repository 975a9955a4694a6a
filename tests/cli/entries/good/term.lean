:= Nat.add_comm a b
