intro every
have none : ¬ (∀ a, a < 7 → ∀ b, b < 7 → (a ≤ b) → ∀ c, c < 7 → (b ∣ c) → (a * c < b * c + a)) := by
  set_option synthInstance.maxSize 100000 in
  set_option synthInstance.maxHeartbeats 0 in
  decide +kernel
exact none (fun a _ b _ h1 c _ h2 => @every a b c h1 h2)
