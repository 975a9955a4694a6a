constructor
· intro ε δ ψ
  exact ε ⟨δ, ψ⟩
· rintro α₁ ⟨β', γ⟩
  exact α₁ β' γ
