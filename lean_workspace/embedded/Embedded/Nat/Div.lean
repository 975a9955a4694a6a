prelude
import Embedded.Nat.Sub
/-!
# Nat: division with remainder

`x / y` by repeated subtraction with enough fuel, `x % y` as what is left; `x / 0 = 0`, `x % 0 = x`. The kernel
computes both on literals.
-/
set_option autoImplicit true
set_option linter.all false
universe u v w

namespace Nat

/-! ## Definitions -/

/-- How often `y` can be taken from `x`, at most `fuel` times; `fuel ≥ x` is enough. -/
def divGo (y : Nat) : (fuel x : Nat) → Nat
  | .zero, _ => 0
  | .succ fuel, x => match Nat.ble y x with
    | true => succ (divGo y fuel (x - y))
    | false => 0
@[extern "lean_nat_div"] protected def div (x y : Nat) : Nat := match y with
  | .zero => 0
  | .succ y => divGo (succ y) x x
instance instDiv : Div Nat where div := Nat.div
@[extern "lean_nat_mod"] protected def mod (x y : Nat) : Nat := x - y * (x / y)
instance instMod : Mod Nat where mod := Nat.mod

/-! ## The defining properties -/

theorem divGo_spec (y : Nat) (hy : 0 < y) :
    (fuel x : Nat) → x ≤ fuel → y * divGo y fuel x ≤ x ∧ x < y * divGo y fuel x + y := by
  intro fuel
  induction fuel with
  | zero =>
    intro x h
    rw [eq_zero_of_le_zero h]
    exact ⟨.refl, by show 0 < 0 + y; rw [Nat.zero_add]; exact hy⟩
  | succ fuel ih =>
    intro x h
    show y * (match Nat.ble y x with | true => succ (divGo y fuel (x - y)) | false => 0) ≤ x ∧
      x < y * (match Nat.ble y x with | true => succ (divGo y fuel (x - y)) | false => 0) + y
    cases e : Nat.ble y x with
    | true =>
      have hyx := le_of_ble_eq_true e
      have less : x - y ≤ fuel :=
        le_of_lt_succ (Nat.lt_of_lt_of_le (Nat.sub_lt (Nat.lt_of_lt_of_le hy hyx) hy) h)
      have ⟨lo, hi⟩ := ih (x - y) less
      refine ⟨?_, ?_⟩
      · exact Nat.le_trans (Nat.add_le_add_right lo y) (Nat.le_of_eq (Nat.sub_add_cancel hyx))
      · have := Nat.add_lt_add_right hi y
        rw [Nat.sub_add_cancel hyx] at this
        exact this
    | false =>
      refine ⟨zero_le _, ?_⟩
      show x < 0 + y
      rw [Nat.zero_add]
      exact Nat.lt_of_not_le fun l => ne_true_of_eq_false e (ble_eq_true_of_le l)
@[simp] protected theorem div_zero (x : Nat) : x / 0 = 0 := rfl
@[simp] theorem mod_zero (x : Nat) : x % 0 = x := by show x - 0 * (x / 0) = x; rw [Nat.zero_mul]; rfl
theorem mul_div_le (m n : Nat) : n * (m / n) ≤ m := by
  cases n with
  | zero => rw [Nat.zero_mul]; exact zero_le m
  | succ n => exact (divGo_spec (succ n) (succ_pos n) m m .refl).1
theorem lt_mul_div_add (x : Nat) {y : Nat} (hy : 0 < y) : x < y * (x / y) + y := by
  cases y with
  | zero => exact absurd hy (Nat.lt_irrefl 0)
  | succ y => exact (divGo_spec (succ y) hy x x .refl).2
theorem div_add_mod (m n : Nat) : n * (m / n) + m % n = m := Nat.add_sub_of_le (mul_div_le m n)
theorem mod_add_div (m k : Nat) : m % k + k * (m / k) = m := by rw [Nat.add_comm]; exact div_add_mod m k
theorem div_add_mod' (a b : Nat) : a / b * b + a % b = a := by rw [Nat.mul_comm]; exact div_add_mod a b
theorem mod_def (x k : Nat) : x % k = x - k * (x / k) := rfl
theorem mod_lt (x : Nat) {y : Nat} (hy : y > 0) : x % y < y := by
  refine Nat.lt_of_add_lt_add_left (n := y * (x / y)) ?_
  rw [div_add_mod]
  exact lt_mul_div_add x hy
theorem mod_le (x y : Nat) : x % y ≤ x := sub_le _ _

/-! ## Quotient and remainder are determined -/

/-- Two representations with remainders below `k` agree. -/
theorem div_mod_unique {k q q' r r' : Nat} (hr : r < k) (hr' : r' < k) (h : k * q + r = k * q' + r') :
    q = q' ∧ r = r' := by
  have below : ∀ {q q' r r' : Nat}, r < k → k * q + r = k * q' + r' → q' ≤ q := by
    intro q q' r r' hr h
    refine le_of_lt_succ (Nat.lt_of_mul_lt_mul_left (a := k) ?_)
    refine Nat.lt_of_le_of_lt (le_add_right (k * q') r') ?_
    rw [← h]
    exact Nat.add_lt_add_left hr (k * q)
  have e : q = q' := Nat.le_antisymm (below hr' h.symm) (below hr h)
  subst e
  exact ⟨rfl, Nat.add_left_cancel h⟩
protected theorem div_mod_of_eq {x k q r : Nat} (hr : r < k) (h : x = k * q + r) : x / k = q ∧ x % k = r :=
  div_mod_unique (mod_lt x (pos_of_lt hr)) hr ((div_add_mod x k).trans h)
theorem mod_eq_of_lt {a b : Nat} (h : a < b) : a % b = a :=
  (Nat.div_mod_of_eq (q := 0) h (Nat.zero_add a).symm).2
theorem div_eq_of_lt {a b : Nat} (h : a < b) : a / b = 0 :=
  (Nat.div_mod_of_eq (q := 0) h (Nat.zero_add a).symm).1
theorem div_eq_of_lt_le {k n m : Nat} (lo : k * n ≤ m) (hi : m < (k + 1) * n) : m / n = k := by
  refine (Nat.div_mod_of_eq (r := m - k * n) ?_ ?_).1
  · refine Nat.sub_lt_of_lt_add lo ?_
    rw [Nat.add_comm]
    rw [add_one_mul] at hi
    exact hi
  · rw [Nat.mul_comm n]; exact (Nat.add_sub_of_le lo).symm
@[simp] theorem mod_self (n : Nat) : n % n = 0 := by
  cases n with
  | zero => rfl
  | succ n => exact (Nat.div_mod_of_eq (q := 1) (succ_pos n) (Nat.mul_one _).symm).2
protected theorem div_self {n : Nat} (h : 0 < n) : n / n = 1 :=
  (Nat.div_mod_of_eq (q := 1) (r := 0) h (Nat.mul_one n).symm).1
@[simp] theorem mod_one (x : Nat) : x % 1 = 0 := Nat.lt_one_iff.mp (mod_lt x (succ_pos 0))
@[simp] protected theorem div_one (n : Nat) : n / 1 = n := by
  have h := div_add_mod n 1
  rw [mod_one, Nat.one_mul] at h; exact h
@[simp] theorem zero_mod (b : Nat) : 0 % b = 0 := Nat.zero_sub _
@[simp] protected theorem zero_div (b : Nat) : 0 / b = 0 := by
  cases b with
  | zero => rfl
  | succ b => exact div_eq_of_lt (succ_pos b)
@[simp] theorem mod_mod (a n : Nat) : a % n % n = a % n := by
  cases n with
  | zero => rw [mod_zero]
  | succ n => exact mod_eq_of_lt (mod_lt a (succ_pos n))
theorem mod_two_eq_zero_or_one (n : Nat) : n % 2 = 0 ∨ n % 2 = 1 := by
  have h : n % 2 < 2 := mod_lt n (succ_pos 1)
  cases e : n % 2 with
  | zero => exact .inl rfl
  | succ k => rw [e] at h; exact .inr (congrArg succ (Nat.lt_one_iff.mp (lt_of_succ_lt_succ h)))

/-! ## Adding multiples of the divisor -/

@[simp] theorem add_mul_mod_self_left (a b n : Nat) : (a + b * n) % b = a % b := by
  cases b with
  | zero => rw [Nat.zero_mul]; rfl
  | succ b =>
    refine (Nat.div_mod_of_eq (q := a / succ b + n) (mod_lt a (succ_pos b)) ?_).2
    rw [Nat.mul_add, Nat.add_right_comm, div_add_mod]
@[simp] theorem add_mul_mod_self_right (a b n : Nat) : (a + b * n) % n = a % n := by
  rw [Nat.mul_comm]; exact add_mul_mod_self_left a n b
@[simp] theorem mul_add_mod_self_left (a b n : Nat) : (a * b + n) % a = n % a := by
  rw [Nat.add_comm]; exact add_mul_mod_self_left n a b
theorem mul_add_mod (m x y : Nat) : (m * x + y) % m = y % m := mul_add_mod_self_left m x y
@[simp] theorem mul_add_mod_self_right (a b n : Nat) : (a * b + n) % b = n % b := by
  rw [Nat.mul_comm]; exact mul_add_mod_self_left b a n
@[simp] theorem add_mod_right (x z : Nat) : (x + z) % z = x % z := by
  have h := add_mul_mod_self_left x z 1; rw [Nat.mul_one] at h; exact h
@[simp] theorem add_mod_left (x z : Nat) : (x + z) % x = z % x := by rw [Nat.add_comm]; exact add_mod_right z x
@[simp] theorem mul_mod_right (m n : Nat) : (m * n) % m = 0 := by
  have h := add_mul_mod_self_left 0 m n; rw [Nat.zero_add, zero_mod] at h; exact h
@[simp] theorem mul_mod_left (m n : Nat) : (m * n) % n = 0 := by rw [Nat.mul_comm]; exact mul_mod_right n m
theorem add_mul_div_left (x z : Nat) {y : Nat} (h : 0 < y) : (x + y * z) / y = x / y + z := by
  refine (Nat.div_mod_of_eq (mod_lt x h) ?_).1
  rw [Nat.mul_add, Nat.add_right_comm, div_add_mod]
theorem add_mul_div_right (x y : Nat) {z : Nat} (h : 0 < z) : (x + y * z) / z = x / z + y := by
  rw [Nat.mul_comm]; exact add_mul_div_left x y h
theorem add_div_right (x : Nat) {z : Nat} (h : 0 < z) : (x + z) / z = x / z + 1 := by
  have e := add_mul_div_left x 1 h; rw [Nat.mul_one] at e; exact e
@[simp] protected theorem mul_div_cancel_left (m : Nat) {n : Nat} (h : 0 < n) : n * m / n = m := by
  have e := add_mul_div_left 0 m h; rw [Nat.zero_add, Nat.zero_div, Nat.zero_add] at e; exact e
@[simp] protected theorem mul_div_cancel (m : Nat) {n : Nat} (h : 0 < n) : m * n / n = m := by
  rw [Nat.mul_comm]; exact Nat.mul_div_cancel_left m h

/-! ## Remainders of sums, products -/

@[simp] theorem mod_add_mod (m n k : Nat) : (m % n + k) % n = (m + k) % n := by
  have h := add_mul_mod_self_left (m % n + k) n (m / n)
  rw [Nat.add_right_comm, mod_add_div] at h
  exact h.symm
@[simp] theorem add_mod_mod (m n k : Nat) : (m + n % k) % k = (m + n) % k := by
  rw [Nat.add_comm, mod_add_mod, Nat.add_comm]
theorem add_mod (a b n : Nat) : (a + b) % n = ((a % n) + (b % n)) % n := by rw [add_mod_mod, mod_add_mod]
@[simp] theorem mod_mul_mod (m n k : Nat) : (m % n * k) % n = (m * k) % n := by
  have h := add_mul_mod_self_left (m % n * k) n (m / n * k)
  rw [← Nat.mul_assoc, ← Nat.add_mul, mod_add_div] at h
  exact h.symm
@[simp] theorem mul_mod_mod (m n k : Nat) : (m * (n % k)) % k = (m * n) % k := by
  rw [Nat.mul_comm, mod_mul_mod, Nat.mul_comm]
theorem mul_mod (a b n : Nat) : a * b % n = (a % n) * (b % n) % n := by rw [mul_mod_mod, mod_mul_mod]
theorem mod_add_cancel_right {a b n : Nat} (k : Nat) (h : a % n = b % n) : (a + k) % n = (b + k) % n := by
  rw [← mod_add_mod, h, mod_add_mod]
theorem pow_mod (a b n : Nat) : a ^ b % n = (a % n) ^ b % n := by
  induction b with
  | zero => rfl
  | succ b ih =>
    show a ^ b * a % n = (a % n) ^ b * (a % n) % n
    rw [mul_mod, ih, mod_mul_mod]

/-! ## Division and order -/

theorem div_le_self (n k : Nat) : n / k ≤ n := by
  cases k with
  | zero => exact zero_le n
  | succ k => exact Nat.le_trans (le_mul_of_pos_left _ (succ_pos k)) (mul_div_le n _)
theorem le_div_iff_mul_le {k x y : Nat} (k0 : 0 < k) : x ≤ y / k ↔ x * k ≤ y :=
  ⟨fun h => Nat.le_trans (Nat.mul_le_mul_right k h) (by rw [Nat.mul_comm]; exact mul_div_le y k), fun h => by
    refine le_of_lt_succ (Nat.lt_of_mul_lt_mul_left (a := k) ?_)
    rw [Nat.mul_comm]
    exact Nat.lt_of_le_of_lt h (lt_mul_div_add y k0)⟩
theorem div_lt_iff_lt_mul {k x y : Nat} (hk : 0 < k) : x / k < y ↔ x < y * k := by
  rw [← Nat.not_le, ← Nat.not_le, le_div_iff_mul_le hk]
theorem div_mul_le_self (m n : Nat) : m / n * n ≤ m := by rw [Nat.mul_comm]; exact mul_div_le m n
theorem div_lt_self {n k : Nat} (hn : 0 < n) (hk : 1 < k) : n / k < n := by
  rw [div_lt_iff_lt_mul (pos_of_lt hk)]
  have h := Nat.mul_lt_mul_of_pos_left hk hn
  rw [Nat.mul_one] at h; exact h
theorem div_le_div_right {a b : Nat} (c : Nat) (h : a ≤ b) : a / c ≤ b / c := by
  cases c with
  | zero => exact .refl
  | succ c => exact (le_div_iff_mul_le (succ_pos c)).mpr (Nat.le_trans (div_mul_le_self a _) h)
theorem div_pos {a b : Nat} (hba : b ≤ a) (hb : 0 < b) : 0 < a / b :=
  (le_div_iff_mul_le hb).mpr (by rw [show succ 0 = 1 from rfl, Nat.one_mul]; exact hba)
theorem div_div_eq_div_mul (m n k : Nat) : m / n / k = m / (n * k) := by
  cases n with
  | zero => rw [Nat.div_zero, Nat.zero_mul, Nat.div_zero, Nat.zero_div]
  | succ n =>
    cases k with
    | zero => rfl
    | succ k =>
      refine Nat.le_antisymm ?_ ?_
      · rw [le_div_iff_mul_le (Nat.mul_pos (succ_pos n) (succ_pos k)), Nat.mul_comm (succ n), ← Nat.mul_assoc,
          ← le_div_iff_mul_le (succ_pos n)]
        exact div_mul_le_self _ _
      · rw [le_div_iff_mul_le (succ_pos k), le_div_iff_mul_le (succ_pos n), Nat.mul_assoc, Nat.mul_comm (succ k)]
        exact div_mul_le_self _ _
end Nat
