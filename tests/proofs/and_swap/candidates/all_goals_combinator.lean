intro h
constructor <;> first | exact h.1 | exact h.2
