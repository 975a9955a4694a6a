theorem asked (a b : ℕ) (h : a ≤ b) : a ≤ b + 1 := by omega

set_option pp.all true in
#print asked
open Nat in
#check le_succ
