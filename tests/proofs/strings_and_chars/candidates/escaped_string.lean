have _h : "a\"b" = "a\"b" := rfl
rfl
