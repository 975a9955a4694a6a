have run_twice := hq
exact And.intro run_twice hp
