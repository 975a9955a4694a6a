show 2 ^ 10 % 1000 = 24
decide
