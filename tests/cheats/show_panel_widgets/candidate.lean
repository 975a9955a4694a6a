show_panel_widgets [local mine]

theorem goal : 1 = 2 := by decide
