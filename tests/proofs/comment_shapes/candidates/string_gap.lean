have _h : "one \
    two" = "one two" := rfl
rfl
