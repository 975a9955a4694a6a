intro hp
apply hqr
apply hpq
exact hp
