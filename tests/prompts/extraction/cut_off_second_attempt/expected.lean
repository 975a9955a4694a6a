theorem foo : 1 = 1
