prelude
import Embedded.Arith

theorem all_same.{u0, u1, u2, u3, u4, u5, u6, u7, u8, u9, u10, u11, u12, u13, u14, u15, u16, u17, u18, u19} (α0 : Sort u0) (α1 : Sort u1) (α2 : Sort u2) (α3 : Sort u3) (α4 : Sort u4) (α5 : Sort u5) (α6 : Sort u6) (α7 : Sort u7) (α8 : Sort u8) (α9 : Sort u9) (α10 : Sort u10) (α11 : Sort u11) (α12 : Sort u12) (α13 : Sort u13) (α14 : Sort u14) (α15 : Sort u15) (α16 : Sort u16) (α17 : Sort u17) (α18 : Sort u18) (α19 : Sort u19) : True := trivial

theorem odd_names (a b : Nat) : a + b = b + a :=
  (fun _ => Nat.add_comm a b) all_same.{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}
