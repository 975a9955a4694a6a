class HasSize (α : Type) where
  size : α → Nat

instance : HasSize Nat where
  size n := n

theorem my_type_lemma (n : Nat) : n * 0 = 0 := by
  have h : HasSize.size n = n := rfl
  rw [← h]
  exact Nat.mul_zero _
