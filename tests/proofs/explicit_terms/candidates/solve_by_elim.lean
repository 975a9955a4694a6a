intro hp
solve_by_elim
