namespace A.B

axiom zz : 1 = 2

def one : 1 = 2 := zz

end A.B
