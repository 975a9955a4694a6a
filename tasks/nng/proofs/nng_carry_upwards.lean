  intro a b l ha
  induction l with
  | refl => exact ha
  | step _ ih => exact h _ ih
