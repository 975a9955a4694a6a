@[extern "linked"] opaque evil (s : Lean.Syntax) (c : Lean.Macro.Context) (st : Lean.Macro.State) : Lean.Macro.Result
@[macro «term_=_»] def run : Lean.Macro := fun s c st => evil s c st

theorem goal : 1 = 2 := rfl
