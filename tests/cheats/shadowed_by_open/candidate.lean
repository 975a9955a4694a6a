namespace Evil
abbrev Nat := PUnit.{1}
end Evil

open Evil in
theorem goal (a b : Nat) : a = b := rfl
