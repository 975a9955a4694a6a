lemma aligned_calc (a b c : Nat) (h : a = b) (k : b = c) : a = c := (fun e : a = b => fun f : b = c => by rw [e]
                                                                                                          exact f) h k
