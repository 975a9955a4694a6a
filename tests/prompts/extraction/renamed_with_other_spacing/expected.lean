theorem X (a b : Nat)
    (ha : a % 2 = 0)  -- a is even
    (hb : b % 2 = 0) :
    (a + b) % 2 = 0 := by
  omega
