have _h : "end theorem -- sorry /- " = "end theorem -- sorry /- " := rfl
rfl
