theorem comp {a b c : Prop} (f : a → b) (g : b → c) : a → c := fun x => g (f x)

theorem explicit_terms (p q r : Prop) (hpq : p → q) (hqr : q → r) : p → r := comp hpq hqr
