-- good 0 + n = n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 0 + n = n := by simp
-- bad 0 + n = n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 0 + n = n + 1 := by simp

-- good n * 0 = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n * 0 = 0 := by simp
-- bad n * 0 = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n * 0 = n := by simp

-- good n + 0 = n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 0 = n := by simp
-- bad n + 0 = n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 0 = 0 := by simp

-- good n * 1 = n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n * 1 = n := by simp
-- bad n * 1 = n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n * 1 = 1 := by simp

-- good 1 * n = n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 1 * n = n := by simp
-- bad 1 * n = n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 1 * n = n + 1 := by simp

-- good n ≤ n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n ≤ n := by simp
-- bad n ≤ n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 1 ≤ n := by simp

-- good ¬ n < n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : ¬ n < n := by simp
-- bad ¬ n < n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n < n := by simp

-- good p ∧ True ↔ p
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : p ∧ True ↔ p := by simp
-- bad p ∧ True ↔ p
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : p ∧ False ↔ p := by simp

-- good a = a ∨ q
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : a = a ∨ q := by simp
-- bad a = a ∨ q
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : a = b ∨ q := by simp

-- good n + m = n ↔ m = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + m = n ↔ m = 0 := by simp
-- bad n + m = n ↔ m = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + m = n ↔ m = 1 := by simp

-- good n + 1 = m + 1 ↔ n = m
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 1 = m + 1 ↔ n = m := by simp
-- bad n + 1 = m + 1 ↔ n = m
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 1 = m + 2 ↔ n = m := by simp

-- good Nat.succ n = Nat.succ m ↔ n = m
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : Nat.succ n = Nat.succ m ↔ n = m := by simp
-- bad Nat.succ n = Nat.succ m ↔ n = m
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : Nat.succ n = m ↔ n = m := by simp

-- good n < n + 1
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n < n + 1 := by simp
-- bad n < n + 1
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 1 < n := by simp

-- good 0 ≤ n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 0 ≤ n := by simp
-- bad 0 ≤ n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 1 ≤ n := by simp

-- good n ≤ 0 ↔ n = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n ≤ 0 ↔ n = 0 := by simp
-- bad n ≤ 0 ↔ n = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n ≤ 1 ↔ n = 0 := by simp

-- good n - n = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n - n = 0 := by simp
-- bad n - n = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n - n = n := by simp

-- good 0 - n = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 0 - n = 0 := by simp
-- bad 0 - n = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 1 - n = 0 := by simp

-- good n + m - m = n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + m - m = n := by simp
-- bad n + m - m = n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + m - m = m := by simp

-- good ∃ x, x = a
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : ∃ x, x = a := by simp
-- bad ∃ x, x = a
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : ∃ x, x = a ∧ x ≠ a := by simp

-- good (∃ x, x = 3 ∧ P x) ↔ P 3
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (∃ x, x = 3 ∧ P x) ↔ P 3 := by simp
-- bad (∃ x, x = 3 ∧ P x) ↔ P 3
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (∃ x, x = 3 ∧ P x) ↔ P 2 := by simp

-- good (∀ x, x = 3 → P x) ↔ P 3
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (∀ x, x = 3 → P x) ↔ P 3 := by simp
-- bad (∀ x, x = 3 → P x) ↔ P 3
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (∀ x, x = 3 → P x) ↔ P 2 := by simp

-- good (∃ x, p ∧ P x) ↔ p ∧ ∃ x, P x
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (∃ x, p ∧ P x) ↔ p ∧ ∃ x, P x := by simp
-- bad (∃ x, p ∧ P x) ↔ p ∧ ∃ x, P x
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (∃ x, p ∧ P x) ↔ ∃ x, P x := by simp

-- good (¬∃ x, P x) ↔ ∀ x, ¬P x
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (¬∃ x, P x) ↔ ∀ x, ¬P x := by simp
-- bad (¬∃ x, P x) ↔ ∀ x, ¬P x
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (¬∃ x, P x) ↔ ∀ x, P x := by simp

-- good (¬∀ x, P x) ↔ ∃ x, ¬P x
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (¬∀ x, P x) ↔ ∃ x, ¬P x := by simp
-- bad (¬∀ x, P x) ↔ ∃ x, ¬P x
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (¬∀ x, P x) ↔ ∃ x, P x := by simp

-- good ((∃ x, P x) → p) ↔ ∀ x, P x → p
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : ((∃ x, P x) → p) ↔ ∀ x, P x → p := by simp
-- bad ((∃ x, P x) → p) ↔ ∀ x, P x → p
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : ((∃ x, P x) → p) ↔ ∃ x, P x → p := by simp

-- good ¬(p ∧ q) ↔ (p → ¬q)
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : ¬(p ∧ q) ↔ (p → ¬q) := by simp
-- bad ¬(p ∧ q) ↔ (p → ¬q)
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : ¬(p ∧ q) ↔ (p → q) := by simp

-- good ¬(p ∨ q) ↔ ¬p ∧ ¬q
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : ¬(p ∨ q) ↔ ¬p ∧ ¬q := by simp
-- bad ¬(p ∨ q) ↔ ¬p ∧ ¬q
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : ¬(p ∨ q) ↔ ¬p ∨ ¬q := by simp

-- good ¬¬p ↔ p
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : ¬¬p ↔ p := by simp
-- bad ¬¬p ↔ p
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : ¬p ↔ p := by simp

-- good ¬(p → q) ↔ p ∧ ¬q
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : ¬(p → q) ↔ p ∧ ¬q := by simp
-- bad ¬(p → q) ↔ p ∧ ¬q
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : ¬(p → q) ↔ p ∧ q := by simp

-- good (p ∧ q → r) ↔ (p → q → r)
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (p ∧ q → r) ↔ (p → q → r) := by simp
-- bad (p ∧ q → r) ↔ (p → q → r)
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (p ∧ q → r) ↔ (p → r) := by simp

-- good p ∨ ¬p
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : p ∨ ¬p := by simp
-- bad p ∨ ¬p
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : p ∨ q := by simp

-- good (if p then n else n) = n
example (p : Prop) [Decidable p] (n : Nat) : (if p then n else n) = n := by simp
-- bad (if p then n else n) = n
example (p : Prop) [Decidable p] (n : Nat) : (if p then n else 0) = n := by simp

-- good (if 2 = 2 then n else m) = n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (if 2 = 2 then n else m) = n := by simp
-- bad (if 2 = 2 then n else m) = n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (if 2 = 3 then n else m) = n := by simp

-- good n + 3 = 5 ↔ n = 2
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 3 = 5 ↔ n = 2 := by simp
-- bad n + 3 = 5 ↔ n = 2
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 3 = 5 ↔ n = 3 := by simp

-- good n + 3 ≤ 5 ↔ n ≤ 2
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 3 ≤ 5 ↔ n ≤ 2 := by simp
-- bad n + 3 ≤ 5 ↔ n ≤ 2
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 3 ≤ 5 ↔ n ≤ 3 := by simp

-- good n + 3 = m + 5 ↔ n = m + 2
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 3 = m + 5 ↔ n = m + 2 := by simp
-- bad n + 3 = m + 5 ↔ n = m + 2
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 3 = m + 5 ↔ n + 2 = m := by simp

-- good n + 3 ≠ 2
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 3 ≠ 2 := by simp
-- bad n + 3 ≠ 2
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 3 ≠ 4 := by simp

-- good n + 7 - 4 = n + 3
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 7 - 4 = n + 3 := by simp
-- bad n + 7 - 4 = n + 3
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + 7 - 4 = n + 4 := by simp

-- good 2 + 3 = 5
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 2 + 3 = 5 := by simp
-- bad 2 + 3 = 5
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 2 + 3 = 6 := by simp

-- good 2 * 3 ≤ 6
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 2 * 3 ≤ 6 := by simp
-- bad 2 * 3 ≤ 6
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 2 * 3 ≤ 5 := by simp

-- good 7 % 4 = 3 ∧ 7 / 4 = 1
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 7 % 4 = 3 ∧ 7 / 4 = 1 := by simp
-- bad 7 % 4 = 3 ∧ 7 / 4 = 1
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 7 % 4 = 2 ∧ 7 / 4 = 1 := by simp

-- good 2 ^ 10 = 1024
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 2 ^ 10 = 1024 := by simp
-- bad 2 ^ 10 = 1024
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 2 ^ 10 = 1023 := by simp

-- good Nat.gcd 12 18 = 6
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : Nat.gcd 12 18 = 6 := by simp
-- bad Nat.gcd 12 18 = 6
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : Nat.gcd 12 18 = 3 := by simp

-- good 2 ∣ 4 ∧ ¬2 ∣ 5
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 2 ∣ 4 ∧ ¬2 ∣ 5 := by simp
-- bad 2 ∣ 4 ∧ ¬2 ∣ 5
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 2 ∣ 5 := by simp

-- good 12 &&& 10 = 8 ∧ 12 ||| 10 = 14 ∧ 12 ^^^ 10 = 6
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 12 &&& 10 = 8 ∧ 12 ||| 10 = 14 ∧ 12 ^^^ 10 = 6 := by simp
-- bad 12 &&& 10 = 8 ∧ 12 ||| 10 = 14 ∧ 12 ^^^ 10 = 6
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : 12 &&& 10 = 9 := by simp

-- good (n == n) = true
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (n == n) = true := by simp
-- bad (n == n) = true
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : (n == m) = true := by simp

-- good n * m = 0 ↔ n = 0 ∨ m = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n * m = 0 ↔ n = 0 ∨ m = 0 := by simp
-- bad n * m = 0 ↔ n = 0 ∨ m = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n * m = 0 ↔ n = 0 := by simp

-- good n + m = 0 ↔ n = 0 ∧ m = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + m = 0 ↔ n = 0 ∧ m = 0 := by simp
-- bad n + m = 0 ↔ n = 0 ∧ m = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + m = 0 ↔ n = 0 := by simp

-- good n % n = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n % n = 0 := by simp
-- bad n % n = 0
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n % m = 0 := by simp

-- good n ∣ n * m
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n ∣ n * m := by simp
-- bad n ∣ n * m
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n ∣ m := by simp

-- good n ^ 0 = 1 ∧ n ^ 1 = n ∧ 1 ^ n = 1
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n ^ 0 = 1 ∧ n ^ 1 = n ∧ 1 ^ n = 1 := by simp
-- bad n ^ 0 = 1 ∧ n ^ 1 = n ∧ 1 ^ n = 1
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n ^ 0 = 0 := by simp

-- good n + m ≤ n + k ↔ m ≤ k
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + m ≤ n + k ↔ m ≤ k := by simp
-- bad n + m ≤ n + k ↔ m ≤ k
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : n + m ≤ n + k ↔ m < k := by simp

-- good ¬n ≤ m ↔ m < n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : ¬n ≤ m ↔ m < n := by simp
-- bad ¬n ≤ m ↔ m < n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : ¬n ≤ m ↔ m ≤ n := by simp

-- good max n n = n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : max n n = n := by simp
-- bad max n n = n
example (a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop) : max n m = n := by simp

-- good 0 = n + m
example (n m : Nat) (h : 0 = n + m) : n = 0 := by simp_all
-- bad 0 = n + m
example (n m : Nat) (h : 1 = n + m) : n = 0 := by simp_all

-- good 0 = n * m
example (n m : Nat) (h : 0 = n * m) : n = 0 ∨ m = 0 := by simp_all
-- bad 0 = n * m
example (n m : Nat) (h : 0 = n * m) : n = 0 := by simp_all
