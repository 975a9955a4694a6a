have unlock_limit := hp
have propagator_grind := hq
exact ⟨propagator_grind, unlock_limit⟩
