def q (_ : Char) : 2 = 2 := rfl

theorem goal : 2 = 2 := q '"'

axiom bad : 1 = 2

theorem late : 2 = 2 := q '"'
