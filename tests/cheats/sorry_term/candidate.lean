:= sorry
