structure Small where
  value : Nat
  never : False

theorem goal (s : Small) : s.value < 4 := s.never.elim
