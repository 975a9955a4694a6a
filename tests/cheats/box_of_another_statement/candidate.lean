intro every
have none : ¬ (∀ a, a < 7 → ∀ b, b < 7 → (a ≤ b) → (a * a < b * b)) := by
  set_option synthInstance.maxSize 100000 in
  set_option synthInstance.maxHeartbeats 0 in
  decide +kernel
exact none (fun a _ b _ h1 => @every a b h1)
