mutual

theorem one : True := trivial

theorem two : 1 = 2 := sorry

end
