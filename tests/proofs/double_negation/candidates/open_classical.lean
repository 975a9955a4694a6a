open Classical

theorem double_negation (p : Prop) : ¬¬p → p := by
  intro h
  exact byContradiction h
