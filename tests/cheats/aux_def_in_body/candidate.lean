decide

aux_def helper : Nat := 0
