open Nat in
theorem declare_free (m : Nat) : m = m := rfl

theorem library_like_commands_between (n : Nat) (h : n = n) : n = n := by
  exact declare_free n
