macro "two" : term => `(1)

theorem goal : 1 = two := rfl
