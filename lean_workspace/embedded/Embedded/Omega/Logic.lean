prelude
import Embedded.Base
/-! # Propositional facts that proofs by `omega` name -/
set_option autoImplicit true
set_option linter.all false
universe u
theorem Decidable.byContradiction {p : Prop} [dec : Decidable p] (h : ¬p → False) : p := Classical.byContradiction h
theorem Decidable.of_not_not {p : Prop} [Decidable p] (h : ¬¬p) : p := Classical.byContradiction h
theorem Decidable.not_or_of_imp {a b : Prop} [Decidable a] (h : a → b) : ¬a ∨ b :=
  (Classical.em a).elim (fun x => .inr (h x)) .inl
theorem le_of_le_of_eq {α : Type u} {a b c : α} [LE α] (h₁ : a ≤ b) (h₂ : b = c) : a ≤ c := h₂ ▸ h₁
noncomputable def Exists.choose {α : Sort u} {p : α → Prop} (h : ∃ a, p a) : α := Classical.choose h
theorem Exists.choose_spec {α : Sort u} {p : α → Prop} (h : ∃ a, p a) : p h.choose := Classical.choose_spec h
namespace Lean.Omega
theorem and_not_not_of_not_or {p q : Prop} (h : ¬ (p ∨ q)) : ¬ p ∧ ¬ q :=
  ⟨fun x => h (.inl x), fun x => h (.inr x)⟩
theorem ite_disjunction {α : Type u} {P : Prop} [Decidable P] {a b : α} :
    (P ∧ (if P then a else b) = a) ∨ (¬ P ∧ (if P then a else b) = b) :=
  if h : P then .inl ⟨h, if_pos h⟩ else .inr ⟨h, if_neg h⟩
namespace Decidable
theorem or_not_not_of_not_and {p q : Prop} [Decidable p] [Decidable q] (h : ¬ (p ∧ q)) : ¬ p ∨ ¬ q :=
  (Classical.em p).elim (fun hp => .inr fun hq => h ⟨hp, hq⟩) .inl
theorem and_or_not_and_not_of_iff {p q : Prop} [Decidable q] (h : p ↔ q) : (p ∧ q) ∨ (¬p ∧ ¬q) :=
  (Classical.em p).elim (fun hp => .inl ⟨hp, h.mp hp⟩) fun hp => .inr ⟨hp, fun hq => hp (h.mpr hq)⟩
theorem and_not_of_not_imp {a b : Prop} [Decidable a] (h : ¬(a → b)) : a ∧ ¬b :=
  ⟨Classical.byContradiction fun ha => h fun x => absurd x ha, fun hb => h fun _ => hb⟩
theorem and_not_or_not_and_of_not_iff {a b : Prop} [Decidable a] [Decidable b] (h : ¬ (a ↔ b)) :
    a ∧ ¬b ∨ ¬a ∧ b := by
  cases Classical.em a with
  | inl ha => exact .inl ⟨ha, fun hb => h ⟨fun _ => hb, fun _ => ha⟩⟩
  | inr ha =>
    exact .inr ⟨ha, Classical.byContradiction fun hb => h ⟨fun x => absurd x ha, fun x => absurd x hb⟩⟩
end Decidable
end Lean.Omega
