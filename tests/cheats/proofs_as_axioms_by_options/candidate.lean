set_option backward.proofsInPublic true
set_option backward.privateInPublic true
set_option bootstrap.inductiveCheckResultingUniverse false

theorem goal : 1 = 2 := sorry
