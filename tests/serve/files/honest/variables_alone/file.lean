universe u

variable (α : Type u)

section

end
