exact fun hp => hqr (hpq hp)
