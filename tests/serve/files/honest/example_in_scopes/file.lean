namespace A

variable (n : Nat) (h : n = 1)

open Nat in
example : n = 1 := h

section

private example : n = n := rfl

end

end A
