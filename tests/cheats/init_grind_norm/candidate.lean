init_grind_norm And.intro |

theorem goal : 1 = 2 := by grind
