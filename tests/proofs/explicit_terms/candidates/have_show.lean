intro hp
have hq : q := hpq hp
show r
exact hqr hq
