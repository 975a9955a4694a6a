have k' := h'
exact (Nat.lt_succ_of_lt k') /- an instance of the theorem above, open to all -/
