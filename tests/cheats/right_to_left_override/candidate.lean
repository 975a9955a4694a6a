exact absurd rfl ‮(fun h => h)‬
