prelude
import Embedded.If
/-!
# Classical logic

Choice, the excluded middle (Diaconescu's argument), and proof by contradiction.
-/
set_option autoImplicit true
set_option linter.all false
universe u v w

namespace Classical

/-! ## Choice -/

noncomputable def indefiniteDescription {α : Sort u} (p : α → Prop) (h : ∃ x, p x) : Subtype p :=
  choice (h.elim fun x px => ⟨⟨x, px⟩⟩)
noncomputable def choose {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : α := (indefiniteDescription p h).val
theorem choose_spec {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : p (choose h) :=
  (indefiniteDescription p h).property

/-! ## The excluded middle -/

/-- Choose one element of each of two predicates that `p` makes equal; compare the choices. -/
theorem em (p : Prop) : p ∨ ¬p := by
  have inA : ∃ x : Prop, x = True ∨ p := ⟨True, .inl rfl⟩
  have inB : ∃ x : Prop, x = False ∨ p := ⟨False, .inl rfl⟩
  have same : p → choose inA = choose inB := fun hp => by
    have pred : (fun x : Prop => x = True ∨ p) = (fun x => x = False ∨ p) :=
      funext fun _ => propext ⟨fun _ => .inr hp, fun _ => .inr hp⟩
    have : ∀ (P Q : Prop → Prop) (i : ∃ x, P x) (j : ∃ x, Q x), P = Q → choose i = choose j := by
      intro P Q i j e
      subst e
      rfl
    exact this _ _ inA inB pred
  refine (choose_spec inA).elim (fun a => ?_) .inl
  refine (choose_spec inB).elim (fun b => .inr fun hp => ?_) .inl
  have tf : True = False := a.symm.trans ((same hp).trans b)
  exact tf ▸ trivial
theorem byCases {p q : Prop} (hpq : p → q) (hnpq : ¬p → q) : q := (em p).elim hpq hnpq
theorem byContradiction {p : Prop} (h : ¬p → False) : p := (em p).elim id fun n => (h n).elim
theorem not_not {p : Prop} : ¬¬p ↔ p := ⟨fun h => byContradiction h, not_not_intro⟩
theorem of_not_not {p : Prop} : ¬¬p → p := not_not.mp

/-! ## Every proposition is decidable -/

@[instance_reducible] noncomputable def propDecidable (a : Prop) : Decidable a :=
  choice ((em a).elim (fun h => ⟨isTrue h⟩) fun h => ⟨isFalse h⟩)
attribute [scoped instance 10] propDecidable

/-! ## Quantifiers and connectives -/

theorem not_forall {α : Sort u} {p : α → Prop} : (¬∀ x, p x) ↔ ∃ x, ¬p x :=
  ⟨fun h => byContradiction fun n => h fun x => byContradiction fun hx => n ⟨x, hx⟩, fun ⟨x, hx⟩ h => hx (h x)⟩
theorem not_forall_not {α : Sort u} {p : α → Prop} : (¬∀ x, ¬p x) ↔ ∃ x, p x :=
  ⟨fun h => byContradiction fun n => h fun x hx => n ⟨x, hx⟩, fun ⟨x, hx⟩ h => h x hx⟩
theorem exists_not_of_not_forall {α : Sort u} {p : α → Prop} : (¬∀ x, p x) → ∃ x, ¬p x := not_forall.mp
theorem not_exists_not {α : Sort u} {p : α → Prop} : (¬∃ x, ¬p x) ↔ ∀ x, p x :=
  ⟨fun h x => byContradiction fun n => h ⟨x, n⟩, fun h ⟨x, n⟩ => n (h x)⟩
theorem not_imp {a b : Prop} : ¬(a → b) ↔ a ∧ ¬b :=
  ⟨fun h => ⟨byContradiction fun n => h fun x => absurd x n, fun hb => h fun _ => hb⟩, fun ⟨ha, hb⟩ h => hb (h ha)⟩
theorem not_and_iff_not_or_not {a b : Prop} : ¬(a ∧ b) ↔ ¬a ∨ ¬b :=
  ⟨fun h => (em a).elim (fun ha => .inr fun hb => h ⟨ha, hb⟩) .inl, fun h ⟨ha, hb⟩ => h.elim (· ha) (· hb)⟩
theorem or_iff_not_imp_left {a b : Prop} : a ∨ b ↔ (¬a → b) :=
  ⟨fun h n => h.elim (absurd · n) id, fun h => (em a).elim .inl fun n => .inr (h n)⟩
theorem or_iff_not_imp_right {a b : Prop} : a ∨ b ↔ (¬b → a) :=
  ⟨fun h n => h.elim id (absurd · n), fun h => (em b).elim .inr fun n => .inl (h n)⟩
theorem imp_iff_not_or {a b : Prop} : (a → b) ↔ ¬a ∨ b :=
  ⟨fun h => (em a).elim (fun ha => .inr (h ha)) .inl, fun h ha => h.elim (absurd ha) id⟩
theorem imp_iff_right_iff {a b : Prop} : (a → b ↔ b) ↔ a ∨ b :=
  ⟨fun h => (em a).elim .inl fun n => .inr (h.mp fun ha => absurd ha n),
    fun h => ⟨fun f => h.elim f id, fun hb _ => hb⟩⟩
theorem not_imp_not {a b : Prop} : (¬a → ¬b) ↔ (b → a) := ⟨fun h hb => byContradiction fun n => h n hb, mt⟩
theorem not_iff {a b : Prop} : ¬(a ↔ b) ↔ (¬a ↔ b) :=
  ⟨fun h => ⟨fun na => byContradiction fun nb => h ⟨fun x => absurd x na, fun x => absurd x nb⟩,
      fun hb ha => h ⟨fun _ => hb, fun _ => ha⟩⟩,
    fun h e => (em a).elim (fun ha => h.mpr (e.mp ha) ha) fun na => na (e.mpr (h.mp na))⟩
theorem iff_iff_and_or_not_and_not {a b : Prop} : (a ↔ b) ↔ a ∧ b ∨ ¬a ∧ ¬b :=
  ⟨fun e => (em a).elim (fun ha => .inl ⟨ha, e.mp ha⟩) fun na => .inr ⟨na, fun hb => na (e.mpr hb)⟩,
    fun h => h.elim (fun ⟨x, y⟩ => ⟨fun _ => y, fun _ => x⟩)
      fun ⟨x, y⟩ => ⟨fun ha => absurd ha x, fun hb => absurd hb y⟩⟩
theorem exists_or_forall_not {α : Sort u} (p : α → Prop) : (∃ x, p x) ∨ ∀ x, ¬p x :=
  (em (∃ x, p x)).elim .inl fun n => .inr fun x hx => n ⟨x, hx⟩
theorem skolem {α : Sort u} {b : α → Sort v} {p : ∀ x, b x → Prop} :
    (∀ x, ∃ y, p x y) ↔ ∃ f : ∀ x, b x, ∀ x, p x (f x) :=
  ⟨fun h => ⟨fun x => choose (h x), fun x => choose_spec (h x)⟩, fun ⟨f, h⟩ x => ⟨f x, h x⟩⟩
end Classical

