apply Iff.intro
· intro h
  intro x
  intro hx
  apply h
  exact Exists.intro x hx
· intro h hex
  cases hex with
  | intro x hx => exact h x hx
