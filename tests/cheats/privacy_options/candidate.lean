set_option backward.proofsInPublic true
set_option backward.privateInPublic true

private theorem hole : 1 = 2 := sorry

@[expose] public section

theorem goal : 1 = 2 := hole

end
