set_option trace.Meta.isDefEq true in
exact h
