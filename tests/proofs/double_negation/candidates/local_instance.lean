attribute [local instance] Classical.propDecidable

theorem double_negation (p : Prop) : ¬¬p → p := by
  intro h
  exact Classical.byContradiction h
