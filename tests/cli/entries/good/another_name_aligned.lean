theorem my_favorite_theorem (a b : Nat) : a + b + 0 = b + a := by skip
                                                                  omega
