have _h : 0xff = 255 := rfl
have _g : 0b101 = 5 := rfl
have _f : 0o17 = 15 := rfl
have _e : 1_000 = 1000 := rfl
rfl
