prelude
import Embedded.Arith

theorem n.a.b.c.d.e.f.g.h.i.j.a.b.c.d.e.f.g.h.i.j.a.b.c.d.e.f.g.h.i.j.a.b.c.d.e.f.g.h.i.j (a b : Nat) : a + b = b + a := Nat.add_comm a b

theorem odd_names (a b : Nat) : a + b = b + a :=
  n.a.b.c.d.e.f.g.h.i.j.a.b.c.d.e.f.g.h.i.j.a.b.c.d.e.f.g.h.i.j.a.b.c.d.e.f.g.h.i.j a b
