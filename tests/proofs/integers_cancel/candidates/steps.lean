have hb : b = 3 - a := by omega
subst hb
omega
