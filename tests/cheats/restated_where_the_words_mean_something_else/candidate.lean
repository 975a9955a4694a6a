namespace Evil
abbrev Nat := PUnit.{1}
theorem X (a b : Nat) : a = b := rfl
end Evil
