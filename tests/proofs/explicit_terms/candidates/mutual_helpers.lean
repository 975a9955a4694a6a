mutual
theorem left_id (p : Prop) (h : p) : p := h
theorem right_id (p : Prop) (h : p) : p := h
end

theorem explicit_terms (p q r : Prop) (hpq : p → q) (hqr : q → r) : p → r :=
  fun hp => right_id r (hqr (hpq (left_id p hp)))
