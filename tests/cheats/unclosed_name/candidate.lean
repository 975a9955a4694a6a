exact «1 = 2
