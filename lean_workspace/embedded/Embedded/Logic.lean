prelude
import Embedded.Link
/-!
# Logic that tactics refer to by name

Equality, equivalence, the congruence lemmas of `simp`, `funext`, decidability of the connectives, eliminators of
`Nat`, and the `Trans` instances of `calc`. Lemmas that serve people are in `Embedded.Prop`.
-/
set_option autoImplicit true
set_option linter.all false
universe u v w

/-! ## Equality -/

theorem trivial : True := .intro
abbrev Eq.mp {α β : Sort u} (h : α = β) (a : α) : β := h ▸ a
abbrev Eq.mpr {α β : Sort u} (h : α = β) (b : β) : α := h ▸ b
theorem Eq.mpr_prop {p q : Prop} (h : p = q) (hq : q) : p := h ▸ hq
theorem Eq.mpr_not {p q : Prop} (h : p = q) (hq : ¬q) : ¬p := h ▸ hq
theorem congrFun' {α : Sort u} {β : Sort v} {f g : α → β} (h : f = g) (a : α) : f a = g a := congrFun h a
theorem Ne.symm {α : Sort u} {a b : α} (h : a ≠ b) : b ≠ a := fun e => h e.symm
theorem HEq.symm {α β : Sort u} {a : α} {b : β} (h : HEq a b) : HEq b a := by cases h; exact .rfl
theorem cast_eq {α : Sort u} (h : α = α) (a : α) : cast h a = a := rfl
theorem cast_heq {α β : Sort u} (h : α = β) (a : α) : HEq (cast h a) a := by subst h; exact .rfl

/-! ## Connectives -/

theorem Iff.refl (a : Prop) : a ↔ a := ⟨id, id⟩
theorem Iff.rfl {a : Prop} : a ↔ a := .refl a
theorem Iff.symm (h : a ↔ b) : b ↔ a := ⟨h.mpr, h.mp⟩
theorem Iff.trans (h₁ : a ↔ b) (h₂ : b ↔ c) : a ↔ c := ⟨fun x => h₂.mp (h₁.mp x), fun x => h₁.mpr (h₂.mpr x)⟩
theorem Iff.of_eq (h : a = b) : a ↔ b := h ▸ .rfl
theorem iff_of_eq (h : a = b) : a ↔ b := h ▸ .rfl
theorem Eq.to_iff (h : a = b) : a ↔ b := h ▸ .rfl
theorem And.symm (h : a ∧ b) : b ∧ a := ⟨h.2, h.1⟩
theorem Or.elim {c : Prop} (h : a ∨ b) (left : a → c) (right : b → c) : c :=
  match h with
  | .inl h => left h
  | .inr h => right h
theorem Or.symm (h : a ∨ b) : b ∨ a := h.elim .inr .inl
theorem Exists.elim {α : Sort u} {p : α → Prop} {b : Prop} (h₁ : ∃ x, p x) (h₂ : ∀ a, p a → b) : b :=
  match h₁ with
  | ⟨a, h⟩ => h₂ a h
theorem not_false : ¬False := id
theorem not_not_intro {p : Prop} (h : p) : ¬¬p := fun n => n h
theorem mt {a b : Prop} (h₁ : a → b) (h₂ : ¬b) : ¬a := fun h => h₂ (h₁ h)
attribute [refl] Iff.refl
attribute [symm] Eq.symm Iff.symm Ne.symm

/-! ## Propositions that equal `True` or `False`, as `simp` needs them -/

theorem eq_true (h : p) : p = True := propext ⟨fun _ => trivial, fun _ => h⟩
theorem eq_false (h : ¬p) : p = False := propext ⟨h, False.elim⟩
theorem eq_false' (h : p → False) : p = False := eq_false h
theorem of_eq_true (h : p = True) : p := h ▸ trivial
theorem of_eq_false (h : p = False) : ¬p := fun hp => h ▸ hp
theorem not_of_eq_false (h : p = False) : ¬p := of_eq_false h
@[simp] theorem eq_self (a : α) : (a = a) = True := eq_true rfl
@[simp] theorem heq_self (a : α) : (HEq a a) = True := eq_true .rfl
@[simp] theorem iff_self (p : Prop) : (p ↔ p) = True := eq_true .rfl
@[simp] theorem implies_true (α : Sort u) : (α → True) = True := eq_true fun _ => trivial
@[simp] theorem true_implies (p : Prop) : (True → p) = p := propext ⟨fun h => h trivial, fun h _ => h⟩
@[simp] theorem false_implies (p : Prop) : (False → p) = True := eq_true False.elim
@[simp] theorem ne_eq (a b : α) : (a ≠ b) = ¬(a = b) := rfl
attribute [simp] id_eq

/-! ## Function extensionality -/

/-- Functions that agree everywhere are equal: apply a function on the quotient by pointwise equality. -/
theorem funext {α : Sort u} {β : α → Sort v} {f g : (x : α) → β x} (h : ∀ x, f x = g x) : f = g :=
  let agree (f g : (x : α) → β x) := ∀ x, f x = g x
  let apply (q : Quot agree) (x : α) : β x := Quot.lift (fun (f : ∀ x, β x) => f x) (fun _ _ h => h x) q
  show apply (Quot.mk agree f) = apply (Quot.mk agree g) from congrArg apply (Quot.sound h)

/-! ## Subsingletons: automatic congruence needs them for `Decidable` instances -/

class Subsingleton (α : Sort u) : Prop where
  intro ::
  allEq : (a b : α) → a = b
protected theorem Subsingleton.elim {α : Sort u} [h : Subsingleton α] : (a b : α) → a = b := h.allEq
protected theorem Subsingleton.helim {α β : Sort u} [h₁ : Subsingleton α] (h₂ : α = β) (a : α) (b : β) :
    HEq a b := by
  subst h₂; exact heq_of_eq (Subsingleton.elim a b)
instance (p : Prop) : Subsingleton p := ⟨fun _ _ => rfl⟩
instance instSubsingletonDecidable (p : Prop) : Subsingleton (Decidable p) := ⟨fun
  | isTrue _, isTrue _ => rfl
  | isFalse _, isFalse _ => rfl
  | isTrue h, isFalse n => absurd h n
  | isFalse n, isTrue h => absurd h n⟩

/-! ## Congruence -/

theorem implies_congr {p₁ p₂ : Sort u} {q₁ q₂ : Sort v} (h₁ : p₁ = p₂) (h₂ : q₁ = q₂) : (p₁ → q₁) = (p₂ → q₂) :=
  h₁ ▸ h₂ ▸ rfl
theorem implies_congr_ctx {p₁ p₂ q₁ q₂ : Prop} (h₁ : p₁ = p₂) (h₂ : p₂ → q₁ = q₂) : (p₁ → q₁) = (p₂ → q₂) :=
  propext ⟨fun f h => h₂ h ▸ f (h₁ ▸ h), fun f h => (h₂ (h₁ ▸ h)).symm ▸ f (h₁ ▸ h)⟩
theorem implies_dep_congr_ctx {p₁ p₂ : Prop} {q₁ : p₁ → Prop} (h₁ : p₁ = p₂) {q₂ : p₂ → Prop}
    (h₂ : (h : p₂) → q₁ (h₁.symm ▸ h) = q₂ h) : (∀ h, q₁ h) = (∀ h, q₂ h) :=
  propext ⟨fun f h => h₂ h ▸ f _, fun f h => (h₂ (h₁ ▸ h)).symm ▸ f _⟩
theorem forall_congr {α : Sort u} {p q : α → Prop} (h : ∀ a, p a = q a) : (∀ a, p a) = (∀ a, q a) :=
  (funext h : p = q) ▸ rfl
theorem pi_congr {α : Sort u} {β β' : α → Sort v} (h : ∀ a, β a = β' a) : (∀ a, β a) = (∀ a, β' a) :=
  (funext h : β = β') ▸ rfl
theorem forall_prop_domain_congr {p₁ p₂ : Prop} {q : p₁ → Prop} (h : p₁ = p₂) :
    (∀ a : p₁, q a) = (∀ a : p₂, q (h ▸ a)) :=
  h ▸ rfl
theorem forall_prop_congr_dom {p₁ p₂ : Prop} (h : p₁ = p₂) (q : p₁ → Prop) :
    (∀ a : p₁, q a) = (∀ a : p₂, q (h ▸ a)) :=
  h ▸ rfl
theorem let_congr {α : Sort u} {β : Sort v} {a a' : α} {b b' : α → β} (h₁ : a = a') (h₂ : ∀ x, b x = b' x) :
    (let x := a; b x) = (let x := a'; b' x) :=
  h₁ ▸ (funext h₂ : b = b') ▸ rfl

/-! ## Decidable propositions -/

theorem of_decide_eq_true [inst : Decidable p] : decide p = true → p :=
  match inst with
  | isTrue h => fun _ => h
  | isFalse _ => fun h => nomatch h
theorem of_decide_eq_false [inst : Decidable p] : decide p = false → ¬p :=
  match inst with
  | isTrue _ => fun h => nomatch h
  | isFalse h => fun _ => h
theorem decide_eq_true [inst : Decidable p] (h : p) : decide p = true :=
  match inst with
  | isTrue _ => rfl
  | isFalse h' => absurd h h'
theorem decide_eq_false [inst : Decidable p] (h : ¬p) : decide p = false :=
  match inst with
  | isTrue h' => absurd h' h
  | isFalse _ => rfl
theorem eq_true_of_decide {p : Prop} [Decidable p] (h : decide p = true) : p = True :=
  eq_true (of_decide_eq_true h)
theorem eq_false_of_decide {p : Prop} [Decidable p] (h : decide p = false) : p = False :=
  eq_false (of_decide_eq_false h)
/-- A decision for `p` is one for an equivalent `q`. -/
@[instance_reducible] def decidable_of_iff {b : Prop} (a : Prop) (h : a ↔ b) [Decidable a] : Decidable b :=
  match (inferInstance : Decidable a) with
  | isTrue ha => isTrue (h.mp ha)
  | isFalse ha => isFalse fun hb => ha (h.mpr hb)
@[instance_reducible] def decidable_of_decidable_of_iff {p q : Prop} [Decidable p] (h : p ↔ q) : Decidable q :=
  decidable_of_iff p h
@[instance_reducible] def Bool.decEq (a b : Bool) : Decidable (a = b) :=
  match a, b with
  | false, false => isTrue rfl
  | false, true => isFalse fun h => nomatch h
  | true, false => isFalse fun h => nomatch h
  | true, true => isTrue rfl
instance instDecidableEqBool : DecidableEq Bool := Bool.decEq
instance instDecidableTrue : Decidable True := isTrue trivial
instance instDecidableFalse : Decidable False := isFalse id
instance instDecidableAnd [dp : Decidable p] [dq : Decidable q] : Decidable (p ∧ q) :=
  match dp with
  | isTrue hp => match dq with
    | isTrue hq => isTrue ⟨hp, hq⟩
    | isFalse hq => isFalse fun h => hq h.2
  | isFalse hp => isFalse fun h => hp h.1
instance instDecidableOr [dp : Decidable p] [dq : Decidable q] : Decidable (p ∨ q) :=
  match dp with
  | isTrue hp => isTrue (.inl hp)
  | isFalse hp => match dq with
    | isTrue hq => isTrue (.inr hq)
    | isFalse hq => isFalse fun h => h.elim hp hq
instance instDecidableNot [dp : Decidable p] : Decidable (¬p) :=
  match dp with
  | isTrue hp => isFalse fun h => h hp
  | isFalse hp => isTrue hp
instance instDecidableForall [dp : Decidable p] [dq : Decidable q] : Decidable (p → q) :=
  match dp with
  | isTrue hp => match dq with
    | isTrue hq => isTrue fun _ => hq
    | isFalse hq => isFalse fun h => hq (h hp)
  | isFalse hp => isTrue fun h => absurd h hp
instance instDecidableIff [dp : Decidable p] [dq : Decidable q] : Decidable (p ↔ q) :=
  match dp with
  | isTrue hp => match dq with
    | isTrue hq => isTrue ⟨fun _ => hq, fun _ => hp⟩
    | isFalse hq => isFalse fun h => hq (h.mp hp)
  | isFalse hp => match dq with
    | isTrue hq => isFalse fun h => hp (h.mpr hq)
    | isFalse hq => isTrue ⟨fun h => absurd h hp, fun h => absurd h hq⟩
instance {c t e : Prop} [dc : Decidable c] [dt : Decidable t] [de : Decidable e] : Decidable (if c then t else e) :=
  match dc with
  | isTrue _ => dt
  | isFalse _ => de

/-! ## Extensionality -/

theorem Prod.ext {α : Type u} {β : Type v} : {p q : Prod α β} → p.fst = q.fst → p.snd = q.snd → p = q
  | ⟨_, _⟩, ⟨_, _⟩, rfl, rfl => rfl
theorem Subtype.ext {α : Sort u} {p : α → Prop} : {a b : Subtype p} → a.val = b.val → a = b
  | ⟨_, _⟩, ⟨_, _⟩, rfl => rfl
attribute [ext] propext funext Prod.ext Subtype.ext

/-! ## Nat for `induction`, `cases`, `simp` -/

@[induction_eliminator, elab_as_elim]
protected def Nat.recAux {motive : Nat → Sort u} (zero : motive 0) (succ : (n : Nat) → motive n → motive (n + 1))
    (t : Nat) : motive t :=
  match t with
  | .zero => zero
  | .succ n => succ n (Nat.recAux zero succ n)
@[cases_eliminator, elab_as_elim]
protected def Nat.casesAuxOn {motive : Nat → Sort u} (t : Nat) (zero : motive 0)
    (succ : (n : Nat) → motive (n + 1)) : motive t :=
  match t with
  | .zero => zero
  | .succ n => succ n
@[simp] theorem Nat.add_zero (n : Nat) : n + 0 = n := rfl
theorem Nat.add_succ (n m : Nat) : n + Nat.succ m = Nat.succ (n + m) := rfl
theorem Nat.succ.inj' {m n : Nat} (h : Nat.succ m = Nat.succ n) : m = n := Nat.noConfusion h id
instance : SizeOf Nat := ⟨fun n => n⟩

/-! ## Inhabited types -/

instance {α : Sort u} {β : Sort v} [Inhabited β] : Inhabited (α → β) := ⟨fun _ => default⟩
instance : Inhabited Bool := ⟨false⟩
instance : Inhabited Prop := ⟨True⟩
instance {α : Sort u} [Inhabited α] : Nonempty α := ⟨default⟩

/-! ## `calc` -/

class Trans (r : α → β → Sort u) (s : β → γ → Sort v) (t : outParam (α → γ → Sort w)) where
  trans : r a b → s b c → t a c
instance (r : α → γ → Sort u) : Trans Eq r r where trans h r := h ▸ r
instance (r : α → β → Sort u) : Trans r Eq r where trans r h := h ▸ r
instance : Trans Iff Iff Iff where trans := Iff.trans
