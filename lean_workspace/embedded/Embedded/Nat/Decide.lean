prelude
import Embedded.Nat.Bits
/-!
# Nat: bounded quantifiers are decidable

`decide` proves `∀ n, n < 20 → ..` and `∃ n, n < 20 ∧ ..` by trying all values, from the bound downwards: a Boolean
loop stops at the first value that settles the question, and the kernel runs it without nesting, so that thousands of
values are no burden for `decide +kernel`.
-/
set_option autoImplicit true
set_option linter.all false

namespace Nat

/-! ## For all below a bound -/

/-- Whether `P` holds for all numbers below `m`. -/
def ballGo {n : Nat} (P : (k : Nat) → k < n → Prop) [∀ k h, Decidable (P k h)] : (m : Nat) → m ≤ n → Bool
  | .zero, _ => true
  | .succ m, l => Bool.and (decide (P m (lt_of_succ_le l))) (ballGo P m (le_of_succ_le l))
theorem ballGo_iff {n : Nat} (P : (k : Nat) → k < n → Prop) [∀ k h, Decidable (P k h)] :
    (m : Nat) → (l : m ≤ n) → (ballGo P m l = true ↔ ∀ k (h : k < m), P k (Nat.lt_of_lt_of_le h l))
  | .zero, _ => ⟨fun _ k h => absurd h (not_lt_zero k), fun _ => rfl⟩
  | .succ m, l => by
    have ih := ballGo_iff P m (le_of_succ_le l)
    show Bool.and (decide (P m (lt_of_succ_le l))) (ballGo P m (le_of_succ_le l)) = true ↔ _
    rw [Bool.and_eq_true, ih]
    refine ⟨fun ⟨last, below⟩ k h => (Nat.lt_or_eq_of_le (le_of_lt_succ h)).elim (below k) fun e => ?_,
      fun all => ⟨decide_eq_true (all m (lt_succ_self m)), fun k h => all k (lt_succ_of_lt h)⟩⟩
    subst e
    exact of_decide_eq_true last
instance decidableBallLT (n : Nat) (P : (k : Nat) → k < n → Prop) [∀ n h, Decidable (P n h)] :
    Decidable (∀ n h, P n h) :=
  decidable_of_iff _ (ballGo_iff P n .refl)
instance decidableBallLE (n : Nat) (P : (k : Nat) → k ≤ n → Prop) [∀ n h, Decidable (P n h)] :
    Decidable (∀ n h, P n h) :=
  decidable_of_iff (∀ k (h : k < succ n), P k (le_of_lt_succ h))
    ⟨fun all k h => all k (lt_succ_of_le h), fun all k h => all k _⟩

/-! ## Existence below a bound -/

/-- Whether `p` holds for a number below `m`. -/
def bexGo (p : Nat → Prop) [DecidablePred p] : (m : Nat) → Bool
  | .zero => false
  | .succ m => Bool.or (decide (p m)) (bexGo p m)
theorem bexGo_iff (p : Nat → Prop) [DecidablePred p] : (m : Nat) → (bexGo p m = true ↔ ∃ k, k < m ∧ p k)
  | .zero => ⟨fun h => (nomatch h), fun ⟨k, h, _⟩ => absurd h (not_lt_zero k)⟩
  | .succ m => by
    show Bool.or (decide (p m)) (bexGo p m) = true ↔ _
    rw [Bool.or_eq_true, bexGo_iff p m]
    refine ⟨fun h => h.elim (fun last => ⟨m, lt_succ_self m, of_decide_eq_true last⟩) fun ⟨k, l, h⟩ =>
      ⟨k, lt_succ_of_lt l, h⟩, fun ⟨k, l, h⟩ => (Nat.lt_or_eq_of_le (le_of_lt_succ l)).elim (fun l => .inr ⟨k, l, h⟩)
        fun e => .inl (decide_eq_true (e ▸ h))⟩
instance decidableExistsLT {p : Nat → Prop} [DecidablePred p] : DecidablePred fun n => ∃ m, m < n ∧ p m :=
  fun n => decidable_of_iff _ (bexGo_iff p n)
instance decidableExistsLE {p : Nat → Prop} [DecidablePred p] : DecidablePred fun n => ∃ m, m ≤ n ∧ p m :=
  fun n => decidable_of_iff (∃ m, m < n + 1 ∧ p m) (exists_congr fun _ => and_congr_left' Nat.lt_add_one_iff)
end Nat
