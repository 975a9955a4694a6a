namespace goal
def P (n : Nat) : Prop := True
end goal

theorem goal (n : Nat) : goal.P n := trivial
