try (exact absurd rfl (fun h => h))
try decide
