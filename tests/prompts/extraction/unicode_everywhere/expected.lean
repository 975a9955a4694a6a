theorem foo : 1 = 1 := by
  -- “Quotes”, naïve, 日本語, ∀ ε > 0, ∃ δ, 𝓝 x₀, ‖f‖₊ ≤ ∑ᶠ i, 🙂
  rfl
