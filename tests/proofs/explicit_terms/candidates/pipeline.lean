intro hp
exact hqr <| hpq <| hp
