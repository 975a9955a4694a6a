intro hp
revert hp
exact fun hp => hqr (hpq hp)
