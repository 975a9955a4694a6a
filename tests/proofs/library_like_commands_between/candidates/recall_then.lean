theorem helper (m : Nat) : m = m := rfl

section in_between
variable (k : Nat)
theorem other : k = k := rfl
end in_between

theorem library_like_commands_between (n : Nat) (h : n = n) : n = n := helper n
