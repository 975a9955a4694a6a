theorem a_name_of_my_own (p q : Prop) (hp : p) (hq : q) : p ∧ q := by constructor
                                                                      exact hp
                                                                      exact hq
