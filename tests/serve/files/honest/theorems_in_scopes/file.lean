namespace A

private theorem one : 1 = 1 := rfl

mutual

theorem two : True := trivial

theorem three : True := trivial

end

end A
