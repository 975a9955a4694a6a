/--
A helper.
```lean
axiom hidden : False
```
-/
theorem helper : True := True.intro

docs_to_verso helper

theorem goal : 1 = 2 := hidden.elim
