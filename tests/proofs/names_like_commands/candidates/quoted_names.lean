have «run_cmd x» := hp
have «register_option» := hq
exact ⟨«register_option», «run_cmd x»⟩
