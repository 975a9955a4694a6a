prelude
import Init

@[simp] theorem helper : 2 = 2 := rfl

end Nothing

universe u
theorem foo : 1 = 1 := by
  rfl
