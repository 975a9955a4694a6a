:= by
  rfl
