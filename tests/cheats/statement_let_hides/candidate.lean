theorem goal : let two := 1; 1 = two := rfl
