have _h : "one
-- two /- " = "one\n-- two /- " := rfl
rfl
