-- good lhs rw
example (a b : Nat) (h : a = b) : a + b = b + b := by conv => lhs; rw [h]
-- bad lhs rw
example (a b : Nat) (h : a = b) : b + a = b + b := by conv => lhs; rw [← Nat.mul_comm]

-- good rhs
example (a b : Nat) (h : a = b) : b = a := by conv => rhs; rw [h]
-- bad rhs
example (a b : Nat) (h : a = b) : b = a := by conv => rhs; rw [← h]

-- good arg
example (a b c : Nat) (h : a = b) : c + a = c + b := by conv => lhs; arg 2; rw [h]
-- bad arg
example (a b c : Nat) (h : a = b) : c + a = c + b := by conv => lhs; arg 1; rw [h]

-- good enter ext
example (f g : Nat → Nat) (h : ∀ x, f x = g x) : (fun x => f x) = fun x => g x := by
  conv => lhs; enter [x]; rw [h]
-- bad enter ext
example (f g : Nat → Nat) (h : f 0 = g 0) : (fun x => f x) = fun x => g x := by
  conv => lhs; enter [x]; rw [h]

-- good in pattern
example (a b : Nat) (h : a = b) : a + 1 = b + 1 := by conv in a => rw [h]
-- bad in pattern
example (a b c : Nat) (h : a = b) : a + 1 = b + 1 := by conv in c * c => rw [h]

-- good simp
example (n : Nat) : 0 + n = n := by conv => lhs; simp
-- bad simp
example (n : Nat) : 1 + n = n := by conv => lhs; simp

-- good at
example (a b : Nat) (h : 0 + a = b) : a = b := by
  conv at h => lhs; rw [Nat.zero_add]
  exact h
-- bad at
example (a b : Nat) (h : a + 1 = b) : a = b := by
  conv at h => lhs; rw [Nat.zero_add]
  exact h

-- good lhs of an implication
example (p q r : Prop) (h : p = q) (k : q → r) : p → r := by
  conv => lhs; rw [h]
  exact k
-- bad lhs of an implication
example (p q r : Prop) (h : p = q) (k : r → q) : p → r := by
  conv => lhs; rw [h]
  exact k

-- good rhs of a quantifier
example (p q : Nat → Prop) (h : p = q) (k : ∀ x, q x) : ∀ x, p x := by
  conv => rhs; rw [h]
  exact k
-- bad rhs of a quantifier
example (p q : Nat → Prop) (h : p = q) (k : q 0) : ∀ x, p x := by
  conv => rhs; rw [h]
  exact k
