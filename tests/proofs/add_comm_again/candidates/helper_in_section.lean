section
variable (x y : Nat)

theorem helper : x + y = y + x := Nat.add_comm x y

end

theorem add_comm_again (a b : Nat) : a + b = b + a := helper a b
