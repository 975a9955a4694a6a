:= by
  omega
