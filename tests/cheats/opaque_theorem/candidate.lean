opaque goal : 1 = 2
