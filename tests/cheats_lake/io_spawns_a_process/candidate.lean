#eval (do let _ ← IO.Process.output {cmd := "sh", args := #["-c", "true"]} : IO Unit)
theorem goal : (1 : Nat) = 2 := by
  sorry
