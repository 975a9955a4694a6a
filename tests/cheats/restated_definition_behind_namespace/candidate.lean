namespace My
theorem one : 1 = 1 := rfl
end My

@[simp] def P (n : Nat) : Prop := True

theorem goal (n : Nat) : P n := trivial
