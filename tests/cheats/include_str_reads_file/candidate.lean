exact absurd (include_str "/etc/passwd") id
