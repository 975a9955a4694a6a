:= by
