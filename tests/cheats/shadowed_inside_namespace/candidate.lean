namespace Evil
abbrev Nat := PUnit.{1}
theorem _root_.goal (a b : Nat) : a = b := rfl
end Evil
