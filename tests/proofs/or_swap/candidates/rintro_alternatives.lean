rintro (hp | hq)
· right
  exact hp
· left
  exact hq
