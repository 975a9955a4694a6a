set_option maxRecDepth 2000 in
exact Nat.add_comm a b
