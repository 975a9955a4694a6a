noncomputable example : Nat := Classical.choice ⟨0⟩
