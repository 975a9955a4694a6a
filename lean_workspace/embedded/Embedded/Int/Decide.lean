prelude
import Embedded.Int.Instances
/-!
# Integers: bounded quantifiers are decidable

`decide` proves `∀ x, a ≤ x → x < b → ..` over the integers by trying all values; the bounds may be strict or not.
-/
set_option linter.all false

noncomputable section
namespace Int

/-! ## Intervals as `a + k` with a natural number `k` -/

/-- All integers from `a` on, `n` of them. -/
theorem forall_range_iff {a b : Int} {P : Int → Prop} :
    (∀ k : Nat, k < toNat (b - a) → P (a + k)) ↔ ∀ x, a ≤ x → x < b → P x := by
  refine ⟨fun h x ha hb => ?_, fun h k hk => h (a + k) (by omega) (by omega)⟩
  have e := h (toNat (x - a)) (by omega)
  rw [show a + (toNat (x - a) : Int) = x by omega] at e; exact e
theorem exists_range_iff {a b : Int} {P : Int → Prop} :
    (∃ k : Nat, k < toNat (b - a) ∧ P (a + k)) ↔ ∃ x, a ≤ x ∧ x < b ∧ P x := by
  refine ⟨fun ⟨k, hk, h⟩ => ⟨a + k, by omega, by omega, h⟩, fun ⟨x, ha, hb, h⟩ => ⟨toNat (x - a), by omega, ?_⟩⟩
  rw [show a + (toNat (x - a) : Int) = x by omega]; exact h

/-! ## For all in an interval -/

instance decidableLELT (P : Int → Prop) [DecidablePred P] (a b : Int) : Decidable (∀ x, a ≤ x → x < b → P x) :=
  decidable_of_iff _ (forall_range_iff (a := a) (b := b) (P := P))
instance decidableLELE (P : Int → Prop) [DecidablePred P] (a b : Int) : Decidable (∀ x, a ≤ x → x ≤ b → P x) :=
  decidable_of_iff (∀ x, a ≤ x → x < b + 1 → P x)
    ⟨fun h x ha hb => h x ha (by omega), fun h x ha hb => h x ha (by omega)⟩
instance decidableLTLT (P : Int → Prop) [DecidablePred P] (a b : Int) : Decidable (∀ x, a < x → x < b → P x) :=
  decidable_of_iff (∀ x, a + 1 ≤ x → x < b → P x)
    ⟨fun h x ha hb => h x (by omega) hb, fun h x ha hb => h x (by omega) hb⟩
instance decidableLTLE (P : Int → Prop) [DecidablePred P] (a b : Int) : Decidable (∀ x, a < x → x ≤ b → P x) :=
  decidable_of_iff (∀ x, a + 1 ≤ x → x ≤ b → P x)
    ⟨fun h x ha hb => h x (by omega) hb, fun h x ha hb => h x (by omega) hb⟩

/-! ## Existence in an interval -/

instance decidableExistsLELT (P : Int → Prop) [DecidablePred P] (a b : Int) :
    Decidable (∃ x, a ≤ x ∧ x < b ∧ P x) :=
  decidable_of_iff _ (exists_range_iff (a := a) (b := b) (P := P))
instance decidableExistsLELE (P : Int → Prop) [DecidablePred P] (a b : Int) :
    Decidable (∃ x, a ≤ x ∧ x ≤ b ∧ P x) :=
  decidable_of_iff (∃ x, a ≤ x ∧ x < b + 1 ∧ P x)
    ⟨fun ⟨x, ha, hb, h⟩ => ⟨x, ha, by omega, h⟩, fun ⟨x, ha, hb, h⟩ => ⟨x, ha, by omega, h⟩⟩
end Int
end
