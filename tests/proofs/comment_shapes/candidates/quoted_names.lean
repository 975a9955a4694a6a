have «run_cmd x» : n = n := rfl
have «a.b'c» := «run_cmd x»
exact «a.b'c»
