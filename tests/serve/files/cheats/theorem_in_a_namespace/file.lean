namespace A

theorem one : 1 = 2 := sorry

end A
