example : 1 = 2 := by first | decide
                            | exact base

axiom base : 1 = 2
