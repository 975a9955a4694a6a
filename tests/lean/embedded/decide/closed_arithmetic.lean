-- good (29^13 - 5^13) % 7 = 3
example : (29^13 - 5^13) % 7 = 3 := by decide
-- bad (29^13 - 5^13) % 7 = 3
example : (29^13 - 5^13) % 7 = 4 := by decide

-- good 2^2010 % 10 = 4
example : 2^2010 % 10 = 4 := by decide
-- bad 2^2010 % 10 = 4
example : 2^2010 % 10 = 5 := by decide

-- good ∀ n, n < 20 → n * n < 400
example : ∀ n, n < 20 → n * n < 400 := by decide
-- bad ∀ n, n < 20 → n * n < 400
example : ∀ n, n < 20 → n * n < 361 := by decide

-- good ∀ n < 20, n * n < 400
example : ∀ n < 20, n * n < 400 := by decide
-- bad ∀ n < 20, n * n < 400
example : ∀ n < 21, n * n < 400 := by decide

-- good ∀ n ≤ 20, n * n ≤ 400
example : ∀ n ≤ 20, n * n ≤ 400 := by decide
-- bad ∀ n ≤ 20, n * n ≤ 400
example : ∀ n ≤ 20, n * n < 400 := by decide

-- good ∃ n, n < 20 ∧ n * n = 361
example : ∃ n, n < 20 ∧ n * n = 361 := by decide
-- bad ∃ n, n < 20 ∧ n * n = 361
example : ∃ n, n < 20 ∧ n * n = 362 := by decide

-- good ∃ n ≤ 20, n * n = 400
example : ∃ n ≤ 20, n * n = 400 := by decide
-- bad ∃ n ≤ 20, n * n = 400
example : ∃ n ≤ 20, n * n = 401 := by decide

-- good 7 ∣ 29^13 - 5^13 - 3
example : 7 ∣ 29^13 - 5^13 - 3 := by decide
-- bad 7 ∣ 29^13 - 5^13 - 3
example : 7 ∣ 29^13 - 5^13 - 4 := by decide

-- good ¬7 ∣ 50
example : ¬7 ∣ 50 := by decide
-- bad ¬7 ∣ 50
example : ¬7 ∣ 49 := by decide

-- good (2 ≤ 3 ∧ ¬3 = 4) ∨ False
example : (2 ≤ 3 ∧ ¬3 = 4) ∨ False := by decide
-- bad (2 ≤ 3 ∧ ¬3 = 4) ∨ False
example : (2 ≤ 3 ∧ 3 = 4) ∨ False := by decide

-- good 3 < 5 ↔ 5 > 3
example : 3 < 5 ↔ 5 > 3 := by decide
-- bad 3 < 5 ↔ 5 > 3
example : 3 < 5 ↔ 5 < 3 := by decide

-- good 3 < 5 → 2 + 2 = 4
example : 3 < 5 → 2 + 2 = 4 := by decide
-- bad 3 < 5 → 2 + 2 = 4
example : 3 < 5 → 2 + 2 = 5 := by decide

-- good Nat.gcd 1071 462 = 21
example : Nat.gcd 1071 462 = 21 := by decide
-- bad Nat.gcd 1071 462 = 21
example : Nat.gcd 1071 462 = 22 := by decide

-- good Nat.lcm 4 6 = 12
example : Nat.lcm 4 6 = 12 := by decide
-- bad Nat.lcm 4 6 = 12
example : Nat.lcm 4 6 = 24 := by decide

-- good Nat.log2 1023 = 9
example : Nat.log2 1023 = 9 := by decide
-- bad Nat.log2 1023 = 9
example : Nat.log2 1024 = 9 := by decide

-- good 2 ^ 64 &&& 2 ^ 64 - 1 = 0
example : 2 ^ 64 &&& 2 ^ 64 - 1 = 0 := by decide
-- bad 2 ^ 64 &&& 2 ^ 64 - 1 = 0
example : 2 ^ 64 ||| 2 ^ 64 - 1 = 0 := by decide

-- good (2 == 3) = false
example : (2 == 3) = false := by decide
-- bad (2 == 3) = false
example : (2 == 3) = true := by decide

-- good ∀ a < 8, ∀ b < 8, a ^^^ b = b ^^^ a
example : ∀ a < 8, ∀ b < 8, a ^^^ b = b ^^^ a := by decide
-- bad ∀ a < 8, ∀ b < 8, a ^^^ b = b ^^^ a
example : ∀ a < 8, ∀ b < 8, a - b = b - a := by decide

-- good max 3 5 = 5 ∧ min 3 5 = 3
example : max 3 5 = 5 ∧ min 3 5 = 3 := by decide
-- bad max 3 5 = 5 ∧ min 3 5 = 3
example : max 3 5 = 3 := by decide

-- good (29^13 - 5^13) % 7 = 3 by rfl
example : (29^13 - 5^13) % 7 = 3 := by rfl
example : (29^13 - 5^13) % 7 = 3 := rfl
-- bad (29^13 - 5^13) % 7 = 3 by rfl
example : (29^13 - 5^13) % 7 = 4 := by rfl

-- good (29^13 - 5^13) % 7 = 3 by simp
example : (29^13 - 5^13) % 7 = 3 := by simp
-- bad (29^13 - 5^13) % 7 = 3 by simp
example : (29^13 - 5^13) % 7 = 4 := by simp

-- good (29^13 - 5^13) % 7 = 3 by decide +kernel
example : (29^13 - 5^13) % 7 = 3 := by decide +kernel
-- bad (29^13 - 5^13) % 7 = 3 by decide +kernel
example : (29^13 - 5^13) % 7 = 4 := by decide +kernel

-- good 2^2010 % 10 = 4 by rfl
example : 2^2010 % 10 = 4 := by rfl
example : 2^2010 % 10 = 4 := rfl
-- bad 2^2010 % 10 = 4 by rfl
example : 2^2010 % 10 = 5 := by rfl

-- good 2^2010 % 10 = 4 by simp
example : 2^2010 % 10 = 4 := by simp
-- bad 2^2010 % 10 = 4 by simp
example : 2^2010 % 10 = 5 := by simp

-- good 2^2010 % 10 = 4 by decide +kernel
example : 2^2010 % 10 = 4 := by decide +kernel
-- bad 2^2010 % 10 = 4 by decide +kernel
example : 2^2010 % 10 = 5 := by decide +kernel

-- good 123456789 * 987654321 = 121932631112635269 by rfl
example : 123456789 * 987654321 = 121932631112635269 := by rfl
example : 123456789 * 987654321 = 121932631112635269 := rfl
-- bad 123456789 * 987654321 = 121932631112635269 by rfl
example : 123456789 * 987654321 = 121932631112635268 := by rfl

-- good 123456789 * 987654321 = 121932631112635269 by simp
example : 123456789 * 987654321 = 121932631112635269 := by simp
-- bad 123456789 * 987654321 = 121932631112635269 by simp
example : 123456789 * 987654321 = 121932631112635268 := by simp

-- good 123456789 * 987654321 = 121932631112635269 by decide +kernel
example : 123456789 * 987654321 = 121932631112635269 := by decide +kernel
-- bad 123456789 * 987654321 = 121932631112635269 by decide +kernel
example : 123456789 * 987654321 = 121932631112635268 := by decide +kernel
