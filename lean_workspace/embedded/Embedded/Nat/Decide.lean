prelude
import Embedded.Nat.Bits
/-!
# Nat: bounded quantifiers are decidable

`decide` proves `∀ n, n < 20 → ..` and `∃ n, n < 20 ∧ ..` by trying all values.
-/
set_option autoImplicit true
set_option linter.all false
universe u v w

namespace Nat

/-! ## For all below a bound -/

instance decidableBallLT : (n : Nat) → (P : (k : Nat) → k < n → Prop) → [∀ n h, Decidable (P n h)] →
    Decidable (∀ n h, P n h)
  | .zero, _, _ => isTrue fun n h => absurd h (not_lt_zero n)
  | .succ n, P, inst => match decidableBallLT n (fun k h => P k (lt_succ_of_lt h)) with
    | isFalse no => isFalse fun all => no fun k h => all k (lt_succ_of_lt h)
    | isTrue yes => match inst n (lt_succ_self n) with
      | isFalse no => isFalse fun all => no (all n _)
      | isTrue last => isTrue fun k h => (Nat.lt_or_eq_of_le (le_of_lt_succ h)).elim (yes k) fun e => by
          subst e; exact last
instance decidableBallLE (n : Nat) (P : (k : Nat) → k ≤ n → Prop) [∀ n h, Decidable (P n h)] :
    Decidable (∀ n h, P n h) :=
  decidable_of_iff (∀ k (h : k < succ n), P k (le_of_lt_succ h))
    ⟨fun all k h => all k (lt_succ_of_le h), fun all k h => all k _⟩

/-! ## Existence below a bound -/

instance decidableExistsLT {p : Nat → Prop} [h : DecidablePred p] : DecidablePred fun n => ∃ m, m < n ∧ p m
  | .zero => isFalse fun ⟨m, h, _⟩ => not_lt_zero m h
  | .succ n => match decidableExistsLT (p := p) n with
    | isTrue yes => isTrue (yes.imp fun _ h => ⟨lt_succ_of_lt h.1, h.2⟩)
    | isFalse no => match h n with
      | isTrue last => isTrue ⟨n, lt_succ_self n, last⟩
      | isFalse notLast => isFalse fun ⟨m, l, hm⟩ => (Nat.lt_or_eq_of_le (le_of_lt_succ l)).elim
          (fun l => no ⟨m, l, hm⟩) fun e => notLast (e ▸ hm)
instance decidableExistsLE {p : Nat → Prop} [DecidablePred p] : DecidablePred fun n => ∃ m, m ≤ n ∧ p m :=
  fun n => decidable_of_iff (∃ m, m < n + 1 ∧ p m) (exists_congr fun _ => and_congr_left' Nat.lt_add_one_iff)
end Nat
