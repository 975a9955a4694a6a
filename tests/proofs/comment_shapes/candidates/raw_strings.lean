have _h : r"\q" = "\\q" := rfl
have _g : r#"a"b"# = "a\"b" := rfl
rfl
