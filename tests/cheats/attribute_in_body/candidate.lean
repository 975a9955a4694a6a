skip
attribute [simp] Nat.add_comm
