intro h
rcases Classical.em p with hp | hn
· exact hp
· exact (h hn).elim
