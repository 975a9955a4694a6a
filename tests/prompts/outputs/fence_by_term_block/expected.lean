:= by omega
