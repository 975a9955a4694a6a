-- start
cases n with -- by cases
| zero => /- base -/ rfl
| succ m => rfl /- step -/ -- done
