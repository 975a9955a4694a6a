  intro h
  have hn : ¬p := fun hp => h.mp hp hp
  exact hn (h.mpr hn)
