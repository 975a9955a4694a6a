exact fmt("{ -- ") run_cmd x --"
