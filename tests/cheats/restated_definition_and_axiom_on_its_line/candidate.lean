def P (n : Nat) : Prop := n < n axiom bad (n : Nat) : P n
theorem goal (n : Nat) : P n := bad n
