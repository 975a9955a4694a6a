prelude
import Embedded.Link
set_option autoImplicit true
set_option linter.all false
universe u v w
/-! ## basic logic the tactics refer to by name -/
theorem trivial : True := .intro
abbrev Eq.mp {α β : Sort u} (h : α = β) (a : α) : β := h ▸ a
abbrev Eq.mpr {α β : Sort u} (h : α = β) (b : β) : α := h ▸ b
theorem Ne.symm {a b : α} (h : a ≠ b) : b ≠ a := fun e => h e.symm
theorem Eq.refl' (a : α) : a = a := rfl
theorem Iff.refl (a : Prop) : a ↔ a := ⟨id, id⟩
attribute [refl] Iff.refl
theorem Iff.rfl {a : Prop} : a ↔ a := .refl a
theorem Iff.symm (h : a ↔ b) : b ↔ a := ⟨h.mpr, h.mp⟩
theorem Iff.trans (h₁ : a ↔ b) (h₂ : b ↔ c) : a ↔ c := ⟨fun x => h₂.mp (h₁.mp x), fun x => h₁.mpr (h₂.mpr x)⟩
theorem And.symm (h : a ∧ b) : b ∧ a := ⟨h.2, h.1⟩
theorem Or.elim {c : Prop} (h : a ∨ b) (l : a → c) (r : b → c) : c := match h with | .inl h => l h | .inr h => r h
theorem Or.symm (h : a ∨ b) : b ∨ a := h.elim .inr .inl
theorem Exists.elim {p : α → Prop} {b : Prop} (h : ∃ x, p x) (f : ∀ a, p a → b) : b := match h with | ⟨a, h⟩ => f a h
theorem not_false : ¬False := id
theorem mt {a b : Prop} (h₁ : a → b) (h₂ : ¬b) : ¬a := fun h => h₂ (h₁ h)
theorem eq_true (h : p) : p = True := propext ⟨fun _ => trivial, fun _ => h⟩
theorem eq_false (h : ¬p) : p = False := propext ⟨h, False.elim⟩
theorem eq_false' (h : p → False) : p = False := eq_false h
theorem of_eq_true (h : p = True) : p := h ▸ trivial
theorem of_eq_false (h : p = False) : ¬p := fun hp => h ▸ hp
theorem not_of_eq_false (h : p = False) : ¬p := of_eq_false h
theorem eq_self (a : α) : (a = a) = True := eq_true rfl
theorem heq_self (a : α) : (HEq a a) = True := eq_true .rfl
theorem iff_self (p : Prop) : (p ↔ p) = True := eq_true .rfl
theorem iff_of_eq (h : a = b) : a ↔ b := h ▸ .rfl
theorem Eq.to_iff (h : a = b) : a ↔ b := h ▸ .rfl
theorem implies_true (α : Sort u) : (α → True) = True := eq_true fun _ => trivial
theorem true_implies (p : Prop) : (True → p) = p := propext ⟨fun h => h trivial, fun h _ => h⟩
theorem false_implies (p : Prop) : (False → p) = True := eq_true False.elim
theorem funext {α : Sort u} {β : α → Sort v} {f g : (x : α) → β x} (h : ∀ x, f x = g x) : f = g :=
  let eqv (f g : (x : α) → β x) := ∀ x, f x = g x
  let extfunApp (f : Quot eqv) (x : α) : β x := Quot.lift (fun (f : ∀ x, β x) => f x) (fun _ _ h => h x) f
  show extfunApp (Quot.mk eqv f) = extfunApp (Quot.mk eqv g) from congrArg extfunApp (Quot.sound h)
class Subsingleton (α : Sort u) : Prop where
  intro ::
  allEq : (a b : α) → a = b
protected theorem Subsingleton.elim {α : Sort u} [h : Subsingleton α] : (a b : α) → a = b := h.allEq
protected theorem Subsingleton.helim {α β : Sort u} [h₁ : Subsingleton α] (h₂ : α = β) (a : α) (b : β) : HEq a b := by
  subst h₂; exact heq_of_eq (Subsingleton.elim a b)
instance (p : Prop) : Subsingleton p := ⟨fun _ _ => rfl⟩
instance instSubsingletonDecidable (p : Prop) : Subsingleton (Decidable p) := ⟨fun
  | isTrue _, isTrue _ => rfl
  | isFalse _, isFalse _ => rfl
  | isTrue h, isFalse n => absurd h n
  | isFalse n, isTrue h => absurd h n⟩
theorem implies_congr {p₁ p₂ : Sort u} {q₁ q₂ : Sort v} (h₁ : p₁ = p₂) (h₂ : q₁ = q₂) : (p₁ → q₁) = (p₂ → q₂) := h₁ ▸ h₂ ▸ rfl
theorem implies_congr_ctx {p₁ p₂ q₁ q₂ : Prop} (h₁ : p₁ = p₂) (h₂ : p₂ → q₁ = q₂) : (p₁ → q₁) = (p₂ → q₂) :=
  propext ⟨fun f h => h₂ h ▸ f (h₁ ▸ h), fun f h => (h₂ (h₁ ▸ h)).symm ▸ f (h₁ ▸ h)⟩
theorem implies_dep_congr_ctx {p₁ p₂ : Prop} {q₁ : p₁ → Prop} (h₁ : p₁ = p₂) {q₂ : p₂ → Prop} (h₂ : (h : p₂) → q₁ (h₁.symm ▸ h) = q₂ h) : (∀ h, q₁ h) = (∀ h, q₂ h) :=
  propext ⟨fun f h => h₂ h ▸ f _, fun f h => (h₂ (h₁ ▸ h)).symm ▸ f _⟩
theorem forall_congr {α : Sort u} {p q : α → Prop} (h : ∀ a, p a = q a) : (∀ a, p a) = (∀ a, q a) := (funext h : p = q) ▸ rfl
theorem forall_prop_domain_congr {p₁ p₂ : Prop} {q : p₁ → Prop} (h : p₁ = p₂) : (∀ a : p₁, q a) = (∀ a : p₂, q (h ▸ a)) := h ▸ rfl
theorem let_congr {α : Sort u} {β : Sort v} {a a' : α} {b b' : α → β} (h₁ : a = a') (h₂ : ∀ x, b x = b' x) : (let x := a; b x) = (let x := a'; b' x) := h₁ ▸ (funext h₂ : b = b') ▸ rfl
theorem of_decide_eq_true [inst : Decidable p] : decide p = true → p :=
  match inst with | isTrue h => fun _ => h | isFalse _ => fun h => nomatch h
theorem of_decide_eq_false [inst : Decidable p] : decide p = false → ¬p :=
  match inst with | isTrue _ => fun h => nomatch h | isFalse h => fun _ => h
theorem decide_eq_true [inst : Decidable p] (h : p) : decide p = true :=
  match inst with | isTrue _ => rfl | isFalse h' => absurd h h'
theorem decide_eq_false [inst : Decidable p] (h : ¬p) : decide p = false :=
  match inst with | isTrue h' => absurd h' h | isFalse _ => rfl
theorem eq_true_of_decide {p : Prop} [Decidable p] (h : decide p = true) : p = True := eq_true (of_decide_eq_true h)
theorem eq_false_of_decide {p : Prop} [Decidable p] (h : decide p = false) : p = False := eq_false (of_decide_eq_false h)
def Bool.decEq (a b : Bool) : Decidable (a = b) :=
  match a, b with
  | false, false => isTrue rfl
  | false, true => isFalse fun h => nomatch h
  | true, false => isFalse fun h => nomatch h
  | true, true => isTrue rfl
instance instDecidableEqBool : DecidableEq Bool := Bool.decEq
instance : Decidable True := isTrue trivial
instance : Decidable False := isFalse id
instance [dp : Decidable p] [dq : Decidable q] : Decidable (p ∧ q) :=
  match dp with
  | isTrue hp => match dq with | isTrue hq => isTrue ⟨hp, hq⟩ | isFalse hq => isFalse fun h => hq h.2
  | isFalse hp => isFalse fun h => hp h.1
instance [dp : Decidable p] [dq : Decidable q] : Decidable (p ∨ q) :=
  match dp with
  | isTrue hp => isTrue (.inl hp)
  | isFalse hp => match dq with | isTrue hq => isTrue (.inr hq) | isFalse hq => isFalse fun h => h.elim hp hq
instance [dp : Decidable p] : Decidable (¬p) :=
  match dp with | isTrue hp => isFalse fun h => h hp | isFalse hp => isTrue hp
instance [dp : Decidable p] [dq : Decidable q] : Decidable (p → q) :=
  match dp with
  | isTrue hp => match dq with | isTrue hq => isTrue fun _ => hq | isFalse hq => isFalse fun h => hq (h hp)
  | isFalse hp => isTrue fun h => absurd h hp
instance [dp : Decidable p] [dq : Decidable q] : Decidable (p ↔ q) :=
  match dp, dq with
  | isTrue hp, isTrue hq => isTrue ⟨fun _ => hq, fun _ => hp⟩
  | isTrue hp, isFalse hq => isFalse fun h => hq (h.mp hp)
  | isFalse hp, isTrue hq => isFalse fun h => hp (h.mpr hq)
  | isFalse hp, isFalse hq => isTrue ⟨fun h => absurd h hp, fun h => absurd h hq⟩
@[simp] theorem ite_true (a b : α) : (if True then a else b) = a := rfl
@[simp] theorem ite_false (a b : α) : (if False then a else b) = b := rfl
attribute [simp] eq_self iff_self implies_true true_implies false_implies id_eq heq_self
@[simp] theorem and_true (p : Prop) : (p ∧ True) = p := propext ⟨fun h => h.1, fun h => ⟨h, trivial⟩⟩
@[simp] theorem true_and (p : Prop) : (True ∧ p) = p := propext ⟨fun h => h.2, fun h => ⟨trivial, h⟩⟩
@[simp] theorem and_false (p : Prop) : (p ∧ False) = False := eq_false fun h => h.2
@[simp] theorem false_and (p : Prop) : (False ∧ p) = False := eq_false fun h => h.1
@[simp] theorem and_self (p : Prop) : (p ∧ p) = p := propext ⟨fun h => h.1, fun h => ⟨h, h⟩⟩
@[simp] theorem or_true (p : Prop) : (p ∨ True) = True := eq_true (.inr trivial)
@[simp] theorem true_or (p : Prop) : (True ∨ p) = True := eq_true (.inl trivial)
@[simp] theorem or_false (p : Prop) : (p ∨ False) = p := propext ⟨fun h => h.elim id False.elim, .inl⟩
@[simp] theorem false_or (p : Prop) : (False ∨ p) = p := propext ⟨fun h => h.elim False.elim id, .inr⟩
@[simp] theorem or_self (p : Prop) : (p ∨ p) = p := propext ⟨fun h => h.elim id id, .inl⟩
@[simp] theorem not_true_eq_false : (¬True) = False := eq_false fun h => h trivial
@[simp] theorem not_false_eq_true : (¬False) = True := eq_true id
@[simp] theorem ne_eq (a b : α) : (a ≠ b) = ¬(a = b) := rfl
@[simp] theorem Nat.add_zero (n : Nat) : n + 0 = n := rfl
theorem Nat.add_succ (n m : Nat) : n + Nat.succ m = Nat.succ (n + m) := rfl
theorem Nat.succ.inj' {m n : Nat} (h : Nat.succ m = Nat.succ n) : m = n := Nat.noConfusion h id
class Trans (r : α → β → Sort u) (s : β → γ → Sort v) (t : outParam (α → γ → Sort w)) where
  trans : r a b → s b c → t a c
instance (r : α → γ → Sort u) : Trans Eq r r where trans h r := h ▸ r
instance (r : α → β → Sort u) : Trans r Eq r where trans r h := h ▸ r
instance : Trans Nat.le Nat.le Nat.le where trans := Nat.le_trans
instance : @Trans Nat Nat Nat LE.le LE.le LE.le where trans := Nat.le_trans

namespace Classical
noncomputable def indefiniteDescription {α : Sort u} (p : α → Prop) (h : ∃ x, p x) : Subtype p :=
  choice (let ⟨x, px⟩ := h; ⟨⟨x, px⟩⟩)
noncomputable def choose {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : α := (indefiniteDescription p h).val
theorem choose_spec {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : p (choose h) := (indefiniteDescription p h).property
/-- Diaconescu's theorem -/
theorem em (p : Prop) : p ∨ ¬p :=
  let U (x : Prop) : Prop := x = True ∨ p
  let V (x : Prop) : Prop := x = False ∨ p
  have exU : ∃ x, U x := ⟨True, Or.inl rfl⟩
  have exV : ∃ x, V x := ⟨False, Or.inl rfl⟩
  let u : Prop := choose exU
  let v : Prop := choose exV
  have u_def : U u := choose_spec exU
  have v_def : V v := choose_spec exV
  have not_uv_or_p : u ≠ v ∨ p :=
    match u_def, v_def with
    | Or.inr h, _ => Or.inr h
    | _, Or.inr h => Or.inr h
    | Or.inl hut, Or.inl hvf => Or.inl (fun e => (hut.symm.trans (e.trans hvf)) ▸ trivial)
  have p_implies_uv : p → u = v := fun hp =>
    have hpred : U = V := funext fun x =>
      propext ⟨fun _ => Or.inr hp, fun _ => Or.inr hp⟩
    have h₀ : ∀ exU exV, @choose _ U exU = @choose _ V exV := hpred ▸ fun _ _ => rfl
    h₀ _ _
  match not_uv_or_p with
  | Or.inl hne => Or.inr (mt p_implies_uv hne)
  | Or.inr h => Or.inl h
noncomputable def propDecidable (a : Prop) : Decidable a :=
  choice (match em a with | .inl h => ⟨isTrue h⟩ | .inr h => ⟨isFalse h⟩)
attribute [scoped instance] propDecidable
theorem byContradiction {p : Prop} (h : ¬p → False) : p := (em p).elim id fun n => (h n).elim
end Classical

attribute [symm] Eq.symm Iff.symm Ne.symm
theorem if_pos {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t e : α} : ite c t e = t := match h with | isTrue _ => rfl | isFalse n => absurd hc n
theorem if_neg {c : Prop} {h : Decidable c} (hc : ¬c) {α : Sort u} {t e : α} : ite c t e = e := match h with | isTrue p => absurd p hc | isFalse _ => rfl
theorem dif_pos {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t : c → α} {e : ¬c → α} : dite c t e = t hc := match h with | isTrue _ => rfl | isFalse n => absurd hc n
theorem dif_neg {c : Prop} {h : Decidable c} (hc : ¬c) {α : Sort u} {t : c → α} {e : ¬c → α} : dite c t e = e hc := match h with | isTrue p => absurd p hc | isFalse _ => rfl
theorem ite_cond_congr {α : Sort u} {c c' : Prop} {i : Decidable c} {i' : Decidable c'} {t e : α} (h : c = c') : @ite α c i t e = @ite α c' i' t e :=
  match i' with
  | isTrue p => (if_pos (h ▸ p)).trans rfl
  | isFalse n => (if_neg (h ▸ n)).trans rfl
theorem ite_eq_left {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t e : α} : ite c t e = t := if_pos hc
theorem ite_eq_right {c : Prop} {h : Decidable c} (hc : ¬c) {α : Sort u} {t e : α} : ite c t e = e := if_neg hc
theorem dite_eq_left {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t : c → α} {e : ¬c → α} : dite c t e = t hc := dif_pos hc
theorem dite_eq_right {c : Prop} {h : Decidable c} (hc : ¬c) {α : Sort u} {t : c → α} {e : ¬c → α} : dite c t e = e hc := dif_neg hc
theorem not_not_intro {p : Prop} (h : p) : ¬¬p := fun n => n h
theorem Eq.mpr_prop {p q : Prop} (h : p = q) (hq : q) : p := h ▸ hq
theorem Eq.mpr_not {p q : Prop} (h : p = q) (hq : ¬q) : ¬p := h ▸ hq
@[congr] theorem ite_congr {α : Sort u} {b c : Prop} {x y u v : α} {s : Decidable b} [Decidable c] (h₁ : b = c) (h₂ : c → x = u) (h₃ : ¬c → y = v) : ite b x y = ite c u v :=
  match (inferInstance : Decidable c) with
  | isTrue h => (if_pos (h₁.mpr_prop h)).trans ((h₂ h).trans (if_pos h).symm)
  | isFalse h => (if_neg (h₁.mpr_not h)).trans ((h₃ h).trans (if_neg h).symm)
@[congr] theorem dite_congr {α : Sort u} {b c : Prop} {s : Decidable b} [Decidable c] {x : b → α} {u : c → α} {y : ¬b → α} {v : ¬c → α}
    (h₁ : b = c) (h₂ : (h : c) → x (h₁.mpr_prop h) = u h) (h₃ : (h : ¬c) → y (h₁.mpr_not h) = v h) : dite b x y = dite c u v :=
  match (inferInstance : Decidable c) with
  | isTrue h => (dif_pos (h₁.mpr_prop h)).trans ((h₂ h).trans (dif_pos h).symm)
  | isFalse h => (dif_neg (h₁.mpr_not h)).trans ((h₃ h).trans (dif_neg h).symm)
theorem dite_cond_congr {α : Sort u} {c c' : Prop} {i : Decidable c} {i' : Decidable c'} {t : c → α} {e : ¬c → α} (h : c = c') :
    @dite α c i t e = @dite α c' i' (fun p => t (h.mpr_prop p)) (fun p => e (h.mpr_not p)) := dite_congr h (fun _ => rfl) (fun _ => rfl)
namespace Lean.Sym
theorem ite_cond_congr {α : Sort u} (c : Prop) {inst : Decidable c} (a b : α) (c' : Prop) {inst' : Decidable c'} (h : c = c') : @ite α c inst a b = @ite α c' inst' a b :=
  ite_congr h (fun _ => rfl) (fun _ => rfl)
theorem dite_cond_congr {α : Sort u} (c : Prop) {inst : Decidable c} (a : c → α) (b : ¬c → α) (c' : Prop) {inst' : Decidable c'} (h : c = c') :
    @dite α c inst a b = @dite α c' inst' (fun h' => a (h.mpr_prop h')) (fun h' => b (h.mpr_not h')) :=
  dite_congr h (fun _ => rfl) (fun _ => rfl)
end Lean.Sym
attribute [ext] propext funext
theorem Prod.ext {α : Type u} {β : Type v} : {p q : Prod α β} → p.fst = q.fst → p.snd = q.snd → p = q
  | ⟨_, _⟩, ⟨_, _⟩, rfl, rfl => rfl
theorem Subtype.ext {α : Sort u} {p : α → Prop} : {a b : Subtype p} → a.val = b.val → a = b
  | ⟨_, _⟩, ⟨_, _⟩, rfl => rfl
attribute [ext] Prod.ext Subtype.ext

theorem congrFun' {α : Sort u} {β : Sort v} {f g : α → β} (h : f = g) (a : α) : f a = g a := congrFun h a
@[induction_eliminator, elab_as_elim] protected def Nat.recAux {motive : Nat → Sort u} (zero : motive 0) (succ : (n : Nat) → motive n → motive (n + 1)) (t : Nat) : motive t :=
  match t with
  | .zero => zero
  | .succ n => succ n (Nat.recAux zero succ n)
@[cases_eliminator, elab_as_elim] protected def Nat.casesAuxOn {motive : Nat → Sort u} (t : Nat) (zero : motive 0) (succ : (n : Nat) → motive (n + 1)) : motive t :=
  match t with
  | .zero => zero
  | .succ n => succ n
instance {α : Sort u} {β : Sort v} [Inhabited β] : Inhabited (α → β) := ⟨fun _ => default⟩
instance : Inhabited Bool := ⟨false⟩
/-! Functions that the kernel computes by itself; `div`, `mod`, `gcd`, `shiftLeft`, `shiftRight` are in Nat.lean. -/
namespace Nat
@[extern "lean_nat_log2"] opaque log2 : Nat → Nat
@[extern "lean_nat_land"] opaque land : Nat → Nat → Nat
@[extern "lean_nat_lor"] opaque lor : Nat → Nat → Nat
@[extern "lean_nat_lxor"] opaque xor : Nat → Nat → Nat
end Nat
opaque Lean.reduceBool : Bool → Bool
opaque Lean.reduceNat : Nat → Nat
instance : SizeOf Nat := ⟨fun n => n⟩
