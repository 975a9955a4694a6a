def double (n : Nat) : Nat := n + n

abbrev N := Nat

def four : N := double 2
