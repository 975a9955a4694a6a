x' -- 
axiom bad : 1 = 2
