decide

reprove True.intro by trivial
