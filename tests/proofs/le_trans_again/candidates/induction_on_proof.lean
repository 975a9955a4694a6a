induction hbc with
| refl => exact hab
| step _ ih => exact Nat.le.step ih
