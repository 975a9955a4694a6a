prelude
import Embedded.Reserved
/-! Nat: semiring and order lemmas, division, gcd. -/
set_option autoImplicit true
set_option linter.all false
universe u v w
namespace Nat
@[extern "lean_nat_log2"] opaque log2 : Nat → Nat
@[extern "lean_nat_land"] opaque land : Nat → Nat → Nat
@[extern "lean_nat_lor"] opaque lor : Nat → Nat → Nat
@[extern "lean_nat_lxor"] opaque xor : Nat → Nat → Nat
instance : Trans Nat.le Nat.le Nat.le where trans := Nat.le_trans
instance : @Trans Nat Nat Nat LE.le LE.le LE.le where trans := Nat.le_trans
protected theorem zero_add (n : Nat) : 0 + n = n := by
  induction n with
  | zero => rfl
  | succ n ih => exact congrArg succ ih
theorem succ_add (n m : Nat) : succ n + m = succ (n + m) := by
  induction m with
  | zero => rfl
  | succ m ih => exact congrArg succ ih
theorem add_one (n : Nat) : n + 1 = succ n := rfl
theorem succ_eq_add_one (n : Nat) : succ n = n + 1 := rfl
protected theorem add_comm (n m : Nat) : n + m = m + n := by
  induction m with
  | zero => exact (Nat.zero_add n).symm
  | succ m ih => exact (congrArg succ ih).trans (succ_add m n).symm
protected theorem add_assoc (n m k : Nat) : n + m + k = n + (m + k) := by
  induction k with
  | zero => rfl
  | succ k ih => exact congrArg succ ih
protected theorem add_left_comm (n m k : Nat) : n + (m + k) = m + (n + k) := by
  rw [← Nat.add_assoc, Nat.add_comm n m, Nat.add_assoc]
protected theorem add_right_comm (n m k : Nat) : n + m + k = n + k + m := by
  rw [Nat.add_assoc, Nat.add_comm m k, Nat.add_assoc]
protected theorem mul_zero (n : Nat) : n * 0 = 0 := rfl
theorem mul_succ (n m : Nat) : n * succ m = n * m + n := rfl
protected theorem zero_mul (n : Nat) : 0 * n = 0 := by
  induction n with
  | zero => rfl
  | succ n ih => exact ih
theorem succ_mul (n m : Nat) : succ n * m = n * m + m := by
  induction m with
  | zero => rfl
  | succ m ih =>
    show succ n * m + succ n = n * m + n + succ m
    rw [ih]; exact congrArg succ (Nat.add_right_comm _ _ _)
protected theorem mul_comm (n m : Nat) : n * m = m * n := by
  induction m with
  | zero => exact (Nat.zero_mul n).symm
  | succ m ih => exact (congrArg (· + n) ih).trans (succ_mul m n).symm
protected theorem mul_add (k n m : Nat) : k * (n + m) = k * n + k * m := by
  induction m with
  | zero => rfl
  | succ m ih => exact (congrArg (· + k) ih).trans (Nat.add_assoc _ _ _)
protected theorem add_mul (n m k : Nat) : (n + m) * k = n * k + m * k := by
  rw [Nat.mul_comm, Nat.mul_add, Nat.mul_comm k, Nat.mul_comm k]
protected theorem mul_assoc (n m k : Nat) : n * m * k = n * (m * k) := by
  induction k with
  | zero => rfl
  | succ k ih => exact (congrArg (· + n * m) ih).trans (Nat.mul_add _ _ _).symm
protected theorem mul_left_comm (n m k : Nat) : n * (m * k) = m * (n * k) := by
  rw [← Nat.mul_assoc, Nat.mul_comm n m, Nat.mul_assoc]
protected theorem mul_one (n : Nat) : n * 1 = n := Nat.zero_add n
protected theorem one_mul (n : Nat) : 1 * n = n := (Nat.mul_comm 1 n).trans (Nat.mul_one n)
theorem pow_succ (b n : Nat) : b ^ (n + 1) = b ^ n * b := rfl
theorem pow_zero (b : Nat) : b ^ 0 = 1 := rfl
/-! order -/
protected theorem le_refl (n : Nat) : n ≤ n := .refl
protected theorem le_rfl {n : Nat} : n ≤ n := .refl
theorem le_succ (n : Nat) : n ≤ succ n := .step .refl
theorem le_add_right : (n k : Nat) → n ≤ n + k
  | _, .zero => .refl
  | n, .succ k => .step (le_add_right n k)
theorem le_add_left (n k : Nat) : n ≤ k + n := Nat.add_comm n k ▸ le_add_right n k
theorem le_dest {n m : Nat} (h : n ≤ m) : ∃ k, m = n + k := by
  induction h with
  | refl => exact ⟨0, rfl⟩
  | step _ ih => exact ih.elim fun k e => ⟨k + 1, congrArg succ e⟩
protected theorem add_right_cancel {n m k : Nat} (h : n + k = m + k) : n = m := by
  induction k with
  | zero => exact h
  | succ k ih => exact ih (Nat.succ.inj' h)
protected theorem add_left_cancel {n m k : Nat} (h : k + n = k + m) : n = m :=
  Nat.add_right_cancel (k := k) (by rw [Nat.add_comm n, Nat.add_comm m]; exact h)
protected theorem not_succ_le_self (n : Nat) : ¬ succ n ≤ n := by
  induction n with
  | zero => exact not_succ_le_zero 0
  | succ n ih => exact fun h => ih (le_of_succ_le_succ h)
protected theorem lt_irrefl (n : Nat) : ¬ n < n := Nat.not_succ_le_self n
protected theorem le_of_lt {n m : Nat} (h : n < m) : n ≤ m := Nat.le_trans (le_succ n) h
protected theorem lt_of_lt_of_le {n m k : Nat} (h : n < m) (h' : m ≤ k) : n < k := Nat.le_trans h h'
protected theorem lt_of_le_of_lt {n m k : Nat} (h : n ≤ m) (h' : m < k) : n < k := Nat.le_trans (succ_le_succ h) h'
protected theorem lt_or_ge : (n m : Nat) → n < m ∨ m ≤ n
  | _, .zero => .inr (zero_le _)
  | .zero, .succ m => .inl (succ_le_succ (zero_le m))
  | .succ n, .succ m => (Nat.lt_or_ge n m).elim (fun h => .inl (succ_le_succ h)) (fun h => .inr (succ_le_succ h))
protected theorem le_total (n m : Nat) : n ≤ m ∨ m ≤ n := (Nat.lt_or_ge n m).elim (fun h => .inl (Nat.le_of_lt h)) .inr
protected theorem not_le_of_lt {n m : Nat} (h : n < m) : ¬ m ≤ n := fun h' => Nat.lt_irrefl _ (Nat.lt_of_lt_of_le h h')
protected theorem not_lt_of_le {n m : Nat} (h : n ≤ m) : ¬ m < n := fun h' => Nat.not_le_of_lt h' h
protected theorem lt_of_not_le {n m : Nat} (h : ¬ n ≤ m) : m < n := (Nat.lt_or_ge m n).elim id fun h' => absurd h' h
protected theorem le_of_not_lt {n m : Nat} (h : ¬ n < m) : m ≤ n := (Nat.lt_or_ge n m).elim (fun h' => absurd h' h) id
protected theorem le_antisymm {n m : Nat} (h : n ≤ m) (h' : m ≤ n) : n = m := by
  cases h with
  | refl => rfl
  | step h => exact absurd h' (Nat.not_le_of_lt (succ_le_succ h))
protected theorem lt_or_gt_of_ne {n m : Nat} (h : n ≠ m) : n < m ∨ n > m :=
  (Nat.lt_or_ge n m).elim .inl fun h1 => (Nat.lt_or_ge m n).elim .inr fun h2 => absurd (Nat.le_antisymm h2 h1) h
protected theorem add_le_add_right {n m : Nat} (h : n ≤ m) (k : Nat) : n + k ≤ m + k := by
  induction k with
  | zero => exact h
  | succ k ih => exact succ_le_succ ih
protected theorem add_le_add_left {n m : Nat} (h : n ≤ m) (k : Nat) : k + n ≤ k + m := by
  rw [Nat.add_comm k, Nat.add_comm k]; exact Nat.add_le_add_right h k
protected theorem add_le_add {a b c d : Nat} (h : a ≤ b) (h' : c ≤ d) : a + c ≤ b + d :=
  Nat.le_trans (Nat.add_le_add_right h c) (Nat.add_le_add_left h' b)
protected theorem le_of_add_le_add_right {n m k : Nat} (h : n + k ≤ m + k) : n ≤ m := by
  induction k with
  | zero => exact h
  | succ k ih => exact ih (le_of_succ_le_succ h)
protected theorem le_of_add_le_add_left {n m k : Nat} (h : k + n ≤ k + m) : n ≤ m :=
  Nat.le_of_add_le_add_right (k := k) (by rw [Nat.add_comm n, Nat.add_comm m]; exact h)
protected theorem mul_le_mul_left {n m : Nat} (k : Nat) (h : n ≤ m) : k * n ≤ k * m := by
  cases le_dest h with
  | intro d e => rw [e, Nat.mul_add]; exact le_add_right _ _
protected theorem eq_zero_of_le_zero {n : Nat} (h : n ≤ 0) : n = 0 := Nat.le_antisymm h (zero_le n)
protected theorem pos_of_ne_zero {n : Nat} (h : n ≠ 0) : 0 < n := (Nat.lt_or_ge 0 n).elim id fun h' => absurd (Nat.eq_zero_of_le_zero h') h
protected theorem ne_of_gt {n m : Nat} (h : m < n) : n ≠ m := fun e => Nat.lt_irrefl m (e ▸ h)
/-! subtraction -/
protected theorem zero_sub (n : Nat) : 0 - n = 0 := by
  induction n with
  | zero => rfl
  | succ n ih => exact congrArg pred ih
protected theorem sub_zero (n : Nat) : n - 0 = n := rfl
theorem succ_sub_succ (n m : Nat) : succ n - succ m = n - m := by
  induction m with
  | zero => rfl
  | succ m ih => exact congrArg pred ih
protected theorem add_sub_add_right (n k m : Nat) : (n + k) - (m + k) = n - m := by
  induction k with
  | zero => rfl
  | succ k ih => exact (succ_sub_succ _ _).trans ih
protected theorem add_sub_cancel_left (n m : Nat) : n + m - n = m := by
  have h := Nat.add_sub_add_right m n 0
  rw [Nat.zero_add, Nat.add_comm] at h
  exact h
protected theorem sub_self (n : Nat) : n - n = 0 := Nat.add_sub_cancel_left n 0
protected theorem sub_self_add (n m : Nat) : n - (n + m) = 0 := by
  have h := Nat.add_sub_add_right 0 n m
  rw [Nat.zero_add, Nat.zero_sub, Nat.add_comm m n] at h
  exact h
protected theorem sub_eq_zero_of_le {n m : Nat} (h : n ≤ m) : n - m = 0 := by
  cases le_dest h with
  | intro k e => rw [e]; exact Nat.sub_self_add n k
protected theorem sub_sub (n m k : Nat) : n - m - k = n - (m + k) := by
  induction k with
  | zero => rfl
  | succ k ih => exact congrArg pred ih
protected theorem add_sub_of_le {n m : Nat} (h : n ≤ m) : n + (m - n) = m := by
  cases le_dest h with
  | intro k e => rw [e, Nat.add_sub_cancel_left]
theorem sub_le (n m : Nat) : n - m ≤ n := by
  induction m with
  | zero => exact .refl
  | succ m ih => exact Nat.le_trans (pred_le (n - m)) ih
where pred_le : (n : Nat) → pred n ≤ n
  | .zero => .refl
  | .succ n => le_succ n
/-! division -/
/-- repeated subtraction; `fuel ≥ x` is enough -/
def divGo (y : Nat) : (fuel x : Nat) → Nat
  | .zero, _ => 0
  | .succ f, x => match Nat.ble y x with | true => succ (divGo y f (x - y)) | false => 0
@[extern "lean_nat_div"] protected def div (x y : Nat) : Nat := match y with | .zero => 0 | .succ y => divGo (succ y) x x
instance instDivNat : Div Nat where div := Nat.div
@[extern "lean_nat_mod"] protected def mod (x y : Nat) : Nat := x - y * (x / y)
instance instModNat : Mod Nat where mod := Nat.mod
theorem div_zero (x : Nat) : x / 0 = 0 := rfl
theorem mod_zero (x : Nat) : x % 0 = x := show x - 0 * (x / 0) = x by rw [Nat.zero_mul]; rfl
protected theorem le_of_eq {n m : Nat} (h : n = m) : n ≤ m := h ▸ .refl
theorem divGo_spec (y : Nat) (hy : 0 < y) : (f x : Nat) → x ≤ f → y * divGo y f x ≤ x ∧ x < y * divGo y f x + y := by
  intro f
  induction f with
  | zero => intro x h; rw [Nat.eq_zero_of_le_zero h]; exact ⟨.refl, by rw [show divGo y 0 0 = 0 from rfl, Nat.mul_zero, Nat.zero_add]; exact hy⟩
  | succ f ih =>
    intro x h
    show y * (match Nat.ble y x with | true => succ (divGo y f (x - y)) | false => 0) ≤ x ∧ x < y * (match Nat.ble y x with | true => succ (divGo y f (x - y)) | false => 0) + y
    cases e : Nat.ble y x with
    | true =>
      have hyx := le_of_ble_eq_true e
      have e1 := Nat.add_sub_of_le hyx
      have h2 : x - y ≤ f := by
        refine le_of_succ_le_succ (Nat.le_trans ?_ h)
        refine Nat.le_trans ?_ (Nat.le_of_eq ((Nat.add_comm _ _).trans e1))
        exact Nat.add_le_add_left hy (x - y)
      have i := ih (x - y) h2
      refine ⟨?_, ?_⟩
      · refine Nat.le_trans (Nat.add_le_add_right i.1 y) (Nat.le_of_eq ?_)
        rw [Nat.add_comm]; exact e1
      · refine Nat.lt_of_le_of_lt (Nat.le_of_eq (e1.symm.trans (Nat.add_comm _ _))) ?_
        have j := Nat.add_le_add_right i.2 y
        rw [succ_add] at j
        exact j
    | false =>
      have hyx := Nat.lt_of_not_le (fun h' => ne_true_of_eq_false e (ble_eq_true_of_le h'))
      exact ⟨zero_le _, by rw [Nat.mul_zero, Nat.zero_add]; exact hyx⟩
theorem mul_div_le (x y : Nat) : y * (x / y) ≤ x := by
  cases y with
  | zero => rw [Nat.zero_mul]; exact zero_le x
  | succ y => exact (divGo_spec (succ y) (succ_le_succ (zero_le y)) x x .refl).1
theorem lt_mul_div_add (x : Nat) {y : Nat} (hy : 0 < y) : x < y * (x / y) + y := by
  cases y with
  | zero => exact absurd hy (Nat.lt_irrefl 0)
  | succ y => exact (divGo_spec (succ y) hy x x .refl).2
theorem div_add_mod (x y : Nat) : y * (x / y) + x % y = x := Nat.add_sub_of_le (mul_div_le x y)
theorem mod_lt (x : Nat) {y : Nat} (hy : y > 0) : x % y < y := by
  refine Nat.le_of_add_le_add_left (k := y * (x / y)) ?_
  show y * (x / y) + succ (x % y) ≤ _
  rw [Nat.add_succ, div_add_mod]
  exact lt_mul_div_add x hy
/-! shifts -/
@[extern "lean_nat_shiftl"] def shiftLeft (n k : Nat) : Nat := n * 2 ^ k
@[extern "lean_nat_shiftr"] def shiftRight (n k : Nat) : Nat := n / 2 ^ k
instance instShiftLeft : ShiftLeft Nat where shiftLeft := Nat.shiftLeft
instance instShiftRight : ShiftRight Nat where shiftRight := Nat.shiftRight
/-! gcd -/
def gcdGo : (fuel m n : Nat) → Nat
  | .zero, _, n => n
  | .succ f, m, n => match m with | .zero => n | .succ m' => gcdGo f (n % succ m') (succ m')
@[extern "lean_nat_gcd"] protected def gcd (m n : Nat) : Nat := gcdGo m m n
instance instDvdNat : Dvd Nat where dvd a b := ∃ c, b = a * c
theorem dvd_refl (n : Nat) : n ∣ n := ⟨1, (Nat.mul_one n).symm⟩
theorem dvd_zero (n : Nat) : n ∣ 0 := ⟨0, rfl⟩
theorem dvd_trans {a b c : Nat} (h : a ∣ b) (h' : b ∣ c) : a ∣ c :=
  h.elim fun x e => h'.elim fun y e' => ⟨x * y, by rw [e', e, Nat.mul_assoc]⟩
theorem dvd_of_mod {d m n : Nat} (h : d ∣ m) (h' : d ∣ n % m) : d ∣ n :=
  h.elim fun x e => h'.elim fun y e' => ⟨x * (n / m) + y, by
    rw [Nat.mul_add, ← e', ← Nat.mul_assoc, ← e, div_add_mod]⟩
theorem gcdGo_dvd : (f m n : Nat) → m ≤ f → gcdGo f m n ∣ m ∧ gcdGo f m n ∣ n := by
  intro f
  induction f with
  | zero => intro m n h; rw [Nat.eq_zero_of_le_zero h]; exact ⟨dvd_zero _, dvd_refl _⟩
  | succ f ih =>
    intro m n h
    cases m with
    | zero => exact ⟨dvd_zero _, dvd_refl _⟩
    | succ m =>
      show gcdGo f (n % succ m) (succ m) ∣ succ m ∧ gcdGo f (n % succ m) (succ m) ∣ n
      have i := ih (n % succ m) (succ m) (le_of_succ_le_succ (Nat.le_trans (mod_lt n (succ_le_succ (zero_le m))) h))
      exact ⟨i.2, dvd_of_mod i.2 i.1⟩
theorem gcd_dvd_left (m n : Nat) : Nat.gcd m n ∣ m := (gcdGo_dvd m m n .refl).1
theorem gcd_dvd_right (m n : Nat) : Nat.gcd m n ∣ n := (gcdGo_dvd m m n .refl).2
theorem eq_zero_of_zero_dvd {n : Nat} (h : 0 ∣ n) : n = 0 := h.elim fun c e => e.trans (Nat.zero_mul c)
theorem pow_pos (b n : Nat) (h : 0 < b) : 0 < b ^ n := by
  induction n with
  | zero => exact .refl
  | succ n ih =>
    show 1 ≤ b ^ n * b
    have j := Nat.mul_le_mul_left (b ^ n) h
    exact Nat.le_trans ih (Nat.le_trans (by rw [show succ 0 = 1 from rfl, Nat.mul_one]; exact .refl) j)
end Nat
