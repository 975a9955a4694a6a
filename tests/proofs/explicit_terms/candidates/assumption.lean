intro hp
exact hqr (hpq (by assumption))
