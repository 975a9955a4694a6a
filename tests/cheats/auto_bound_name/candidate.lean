set_option autoImplicit true

theorem goal (n : Natural) : n = n := rfl
