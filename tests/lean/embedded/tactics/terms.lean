-- good bounded for all
example (p : Nat → Prop) (h : ∀ x < 5, p x) : p 3 := h 3 (by decide)
-- bad bounded for all
example (p : Nat → Prop) (h : ∀ x < 5, p x) : p 6 := h 6 (by decide)

-- good bounded exists
example : ∃ x < 5, x = 3 := ⟨3, by decide, rfl⟩
-- bad bounded exists
example : ∃ x < 5, x = 6 := ⟨6, by decide, rfl⟩

-- good subtype
example (s : {x : Nat // x < 3}) : s.val < 3 := s.property
-- bad subtype
example (s : {x : Nat // x < 3}) : s.val < 2 := s.property

-- good anonymous constructor
example (p q : Prop) (hp : p) (hq : q) : p ∧ q := ⟨hp, hq⟩
-- bad anonymous constructor
example (p q : Prop) (hp : p) (hq : q) : p ∧ q := ⟨hq, hp⟩

-- good pattern matching
example (p q : Prop) : p ∧ q → q ∧ p := fun ⟨a, b⟩ => ⟨b, a⟩
-- bad pattern matching
example (p q : Prop) : p ∧ q → q ∧ p := fun ⟨a, b⟩ => ⟨a, b⟩

-- good structural recursion
theorem zeroAdd : ∀ n : Nat, 0 + n = n
  | 0 => rfl
  | n + 1 => congrArg Nat.succ (zeroAdd n)
-- bad structural recursion
theorem loop : ∀ n : Nat, n + 0 = n + 1
  | n => loop n

-- good recursive function
def fac : Nat → Nat
  | 0 => 1
  | n + 1 => (n + 1) * fac n
example : fac 5 = 120 := rfl
example (n : Nat) : fac (n + 1) = (n + 1) * fac n := by simp [fac]
-- bad recursive function
def fac : Nat → Nat
  | 0 => 1
  | n + 1 => (n + 1) * fac n
example : fac 5 = 121 := rfl

-- good rewriting ▸
example (a b : Nat) (h : a = b) (g : a = 2) : b = 2 := h ▸ g
-- bad rewriting ▸
example (a b c : Nat) (h : a = b) (g : c = 2) : b = 2 := h ▸ g

-- good by contradiction
example (p : Prop) (h : ¬¬p) : p := Classical.byContradiction fun n => h n
-- bad by contradiction
example (p : Prop) (h : ¬p) : p := Classical.byContradiction fun n => h n

-- good coercion of Bool
example (b : Bool) (h : b) : b = true := h
-- bad coercion of Bool
example (b : Bool) (h : b) : b = false := h

-- good strong induction
example (p : Nat → Prop) (h : ∀ n, (∀ m, m < n → p m) → p n) (n : Nat) : p n := by
  induction n using Nat.strongRecOn with
  | ind n ih => exact h n ih
-- bad strong induction
example (p : Nat → Prop) (h : ∀ n, (∀ m, m ≤ n → p m) → p n) (n : Nat) : p n := by
  induction n using Nat.strongRecOn with
  | ind n ih => exact h n ih

-- good own instance
instance mine : Inhabited Nat := ⟨7⟩
example : mine.default = 7 := rfl
-- bad own instance
instance mine : Inhabited Nat := ⟨7⟩
example : mine.default = 8 := rfl

-- good own inductive type
inductive Tree where
  | leaf : Tree
  | node (left right : Tree) : Tree
def Tree.size : Tree → Nat
  | leaf => 1
  | node l r => size l + size r
example : (Tree.node .leaf .leaf).size = 2 := rfl
-- bad own inductive type
inductive Tree where
  | leaf : Tree
  | node (left right : Tree) : Tree
example : Tree.node .leaf .leaf = .leaf := rfl
