have _h : '\'' = '\x27' := rfl
have _g : '"' = '\"' := rfl
have _f : '\\' = '\\' := rfl
rfl
