set_option trace.profiler.output "/tmp/profile.json"

theorem goal : 1 = 2 := by decide
