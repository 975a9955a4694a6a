prelude
import Embedded.Nat.Pow
/-!
# Nat: shifts, binary logarithm, bitwise operations

The kernel computes `shiftLeft shiftRight land lor xor` on literals; the definitions agree with it and are
structurally recursive, so that they unfold as well.
-/
set_option autoImplicit true
set_option linter.all false
universe u v w

namespace Nat

/-! ## Shifts -/

@[extern "lean_nat_shiftl"] def shiftLeft (n k : Nat) : Nat := n * 2 ^ k
@[extern "lean_nat_shiftr"] def shiftRight (n k : Nat) : Nat := n / 2 ^ k
instance instShiftLeft : ShiftLeft Nat where shiftLeft := Nat.shiftLeft
instance instShiftRight : ShiftRight Nat where shiftRight := Nat.shiftRight
theorem shiftLeft_eq (a b : Nat) : a <<< b = a * 2 ^ b := rfl
theorem shiftRight_eq_div_pow (m n : Nat) : m >>> n = m / 2 ^ n := rfl
@[simp] theorem shiftLeft_zero (n : Nat) : n <<< 0 = n := Nat.mul_one n
@[simp] theorem shiftRight_zero (n : Nat) : n >>> 0 = n := Nat.div_one n

/-! ## Binary logarithm -/

/-- How often `n` can be halved before it is below 2, at most `fuel` times. -/
def log2Go : (fuel n : Nat) → Nat
  | .zero, _ => 0
  | .succ fuel, n => match Nat.ble 2 n with
    | true => succ (log2Go fuel (n / 2))
    | false => 0
@[extern "lean_nat_log2"] def log2 (n : Nat) : Nat := log2Go n n
@[simp] theorem log2_zero : log2 0 = 0 := rfl
theorem log2Go_spec : (fuel n : Nat) → 0 < n → n ≤ fuel → 2 ^ log2Go fuel n ≤ n ∧ n < 2 ^ (log2Go fuel n + 1) := by
  intro fuel
  induction fuel with
  | zero => intro n hn h; exact absurd (Nat.lt_of_lt_of_le hn h) (Nat.lt_irrefl 0)
  | succ fuel ih =>
    intro n hn h
    show 2 ^ (match Nat.ble 2 n with | true => succ (log2Go fuel (n / 2)) | false => 0) ≤ n ∧
      n < 2 ^ ((match Nat.ble 2 n with | true => succ (log2Go fuel (n / 2)) | false => 0) + 1)
    cases e : Nat.ble 2 n with
    | true =>
      have two : 2 ≤ n := le_of_ble_eq_true e
      have half := div_lt_self hn (show 1 < 2 from .refl)
      have ⟨lo, hi⟩ := ih (n / 2) (div_pos two (succ_pos 1)) (le_of_lt_succ (Nat.lt_of_lt_of_le half h))
      exact ⟨(le_div_iff_mul_le (succ_pos 1)).mp lo, (div_lt_iff_lt_mul (succ_pos 1)).mp hi⟩
    | false =>
      have below : n < 2 := Nat.lt_of_not_le fun l => ne_true_of_eq_false e (ble_eq_true_of_le l)
      exact ⟨hn, below⟩
theorem log2_self_le {n : Nat} (h : n ≠ 0) : 2 ^ log2 n ≤ n := (log2Go_spec n n (Nat.pos_of_ne_zero h) .refl).1
theorem lt_log2_self {n : Nat} : n < 2 ^ (log2 n + 1) :=
  (eq_zero_or_pos n).elim (fun e => by rw [e]; exact succ_pos _) fun h => (log2Go_spec n n h .refl).2

/-! ## Bitwise operations -/

/-- The bits of `n` and `m`, lowest first, combined by `f` with `f false false = false`, at most `fuel` of them. -/
def bitwiseGo (f : Bool → Bool → Bool) : (fuel n m : Nat) → Nat
  | .zero, _, _ => 0
  | .succ fuel, n, m => match Nat.beq (n + m) 0 with
    | true => 0
    | false => cond (f (Nat.beq (n % 2) 1) (Nat.beq (m % 2) 1)) 1 0 + 2 * bitwiseGo f fuel (n / 2) (m / 2)
/-- A number below `2 ^ k` has at most `k` bits, so `n + m` is fuel enough. -/
def bitwise (f : Bool → Bool → Bool) (n m : Nat) : Nat := bitwiseGo f (n + m) n m
@[extern "lean_nat_land"] def land (n m : Nat) : Nat := bitwise Bool.and n m
@[extern "lean_nat_lor"] def lor (n m : Nat) : Nat := bitwise Bool.or n m
@[extern "lean_nat_lxor"] def xor (n m : Nat) : Nat := bitwise bne n m
instance instAndOp : AndOp Nat where and := Nat.land
instance instOrOp : OrOp Nat where or := Nat.lor
instance instXorOp : XorOp Nat where xor := Nat.xor
theorem bitwiseGo_comm (f : Bool → Bool → Bool) (hf : ∀ a b, f a b = f b a) :
    (fuel n m : Nat) → bitwiseGo f fuel n m = bitwiseGo f fuel m n
  | .zero, _, _ => rfl
  | .succ fuel, n, m => by
    show (match Nat.beq (n + m) 0 with
      | true => 0
      | false => cond (f (Nat.beq (n % 2) 1) (Nat.beq (m % 2) 1)) 1 0 + 2 * bitwiseGo f fuel (n / 2) (m / 2)) = _
    rw [Nat.add_comm n m, hf, bitwiseGo_comm f hf fuel]
    rfl
theorem bitwise_comm (f : Bool → Bool → Bool) (hf : ∀ a b, f a b = f b a) (n m : Nat) :
    bitwise f n m = bitwise f m n := by
  show bitwiseGo f (n + m) n m = bitwiseGo f (m + n) m n
  rw [Nat.add_comm, bitwiseGo_comm f hf]
theorem land_comm (x y : Nat) : x &&& y = y &&& x := bitwise_comm Bool.and Bool.and_comm x y
theorem lor_comm (x y : Nat) : x ||| y = y ||| x := bitwise_comm Bool.or Bool.or_comm x y
theorem xor_comm (x y : Nat) : x ^^^ y = y ^^^ x :=
  bitwise_comm bne (fun a b => by cases a <;> cases b <;> rfl) x y
end Nat
