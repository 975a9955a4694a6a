rfl /- the rest is silence
