local notation "one" => 1

simproc_decl twice (2) := fun _ => pure .continue

theorem foo : 1 = 1 := by
  rfl
