prelude
import Embedded.Logic
/-!
# if-then-else

Lemmas that `split` and `simp` name, with their order of arguments, and the congruence rules.
-/
set_option autoImplicit true
set_option linter.all false
universe u v w

/-! ## The value under a known condition -/

theorem if_pos {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t e : α} : ite c t e = t :=
  match h with
  | isTrue _ => rfl
  | isFalse n => absurd hc n
theorem if_neg {c : Prop} {h : Decidable c} (hc : ¬c) {α : Sort u} {t e : α} : ite c t e = e :=
  match h with
  | isTrue p => absurd p hc
  | isFalse _ => rfl
theorem dif_pos {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t : c → α} {e : ¬c → α} :
    dite c t e = t hc :=
  match h with
  | isTrue _ => rfl
  | isFalse n => absurd hc n
theorem dif_neg {c : Prop} {h : Decidable c} (hc : ¬c) {α : Sort u} {t : c → α} {e : ¬c → α} :
    dite c t e = e hc :=
  match h with
  | isTrue p => absurd p hc
  | isFalse _ => rfl
theorem ite_eq_left {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t e : α} : ite c t e = t := if_pos hc
theorem ite_eq_right {c : Prop} {h : Decidable c} (hc : ¬c) {α : Sort u} {t e : α} : ite c t e = e := if_neg hc
theorem dite_eq_left {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t : c → α} {e : ¬c → α} :
    dite c t e = t hc :=
  dif_pos hc
theorem dite_eq_right {c : Prop} {h : Decidable c} (hc : ¬c) {α : Sort u} {t : c → α} {e : ¬c → α} :
    dite c t e = e hc :=
  dif_neg hc
@[simp] theorem ite_true (a b : α) : (if True then a else b) = a := rfl
@[simp] theorem ite_false (a b : α) : (if False then a else b) = b := rfl
@[simp] theorem dite_true {α : Sort u} {t : True → α} {e : ¬True → α} : dite True t e = t trivial := rfl
@[simp] theorem dite_false {α : Sort u} {t : False → α} {e : ¬False → α} : dite False t e = e not_false := rfl
@[simp] theorem ite_self {α : Sort u} {c : Prop} {d : Decidable c} (a : α) : ite c a a = a := by
  cases d <;> rfl
theorem ite_eq_left_of_eq_true {α : Sort u} {c : Prop} {_ : Decidable c} (a b : α) (h : c = True) :
    ite c a b = a :=
  if_pos (of_eq_true h)
theorem ite_eq_right_of_eq_false {α : Sort u} {c : Prop} {_ : Decidable c} (a b : α) (h : c = False) :
    ite c a b = b :=
  if_neg (of_eq_false h)
theorem dite_eq_left_of_eq_true {α : Sort u} {c : Prop} {_ : Decidable c} {t : c → α} {e : ¬c → α} (h : c = True) :
    dite c t e = t (of_eq_true h) :=
  dif_pos (of_eq_true h)
theorem dite_eq_right_of_eq_false {α : Sort u} {c : Prop} {_ : Decidable c} {t : c → α} {e : ¬c → α}
    (h : c = False) : dite c t e = e (of_eq_false h) :=
  dif_neg (of_eq_false h)

/-! ## Congruence -/

theorem ite_cond_congr {α : Sort u} {c c' : Prop} {i : Decidable c} {i' : Decidable c'} {t e : α} (h : c = c') :
    @ite α c i t e = @ite α c' i' t e :=
  match i' with
  | isTrue p => (if_pos (h ▸ p)).trans rfl
  | isFalse n => (if_neg (h ▸ n)).trans rfl
@[congr] theorem ite_congr {α : Sort u} {b c : Prop} {x y u v : α} {s : Decidable b} [Decidable c]
    (h₁ : b = c) (h₂ : c → x = u) (h₃ : ¬c → y = v) : ite b x y = ite c u v :=
  match (inferInstance : Decidable c) with
  | isTrue h => (if_pos (h₁.mpr_prop h)).trans ((h₂ h).trans (if_pos h).symm)
  | isFalse h => (if_neg (h₁.mpr_not h)).trans ((h₃ h).trans (if_neg h).symm)
@[congr] theorem dite_congr {α : Sort u} {b c : Prop} {s : Decidable b} [Decidable c]
    {x : b → α} {u : c → α} {y : ¬b → α} {v : ¬c → α} (h₁ : b = c)
    (h₂ : (h : c) → x (h₁.mpr_prop h) = u h) (h₃ : (h : ¬c) → y (h₁.mpr_not h) = v h) :
    dite b x y = dite c u v :=
  match (inferInstance : Decidable c) with
  | isTrue h => (dif_pos (h₁.mpr_prop h)).trans ((h₂ h).trans (dif_pos h).symm)
  | isFalse h => (dif_neg (h₁.mpr_not h)).trans ((h₃ h).trans (dif_neg h).symm)
theorem dite_cond_congr {α : Sort u} {c c' : Prop} {i : Decidable c} {i' : Decidable c'} {t : c → α} {e : ¬c → α}
    (h : c = c') :
    @dite α c i t e = @dite α c' i' (fun p => t (h.mpr_prop p)) (fun p => e (h.mpr_not p)) :=
  dite_congr h (fun _ => rfl) (fun _ => rfl)
namespace Lean.Sym
theorem ite_cond_congr {α : Sort u} (c : Prop) {inst : Decidable c} (a b : α) (c' : Prop) {inst' : Decidable c'}
    (h : c = c') : @ite α c inst a b = @ite α c' inst' a b :=
  ite_congr h (fun _ => rfl) (fun _ => rfl)
theorem dite_cond_congr {α : Sort u} (c : Prop) {inst : Decidable c} (a : c → α) (b : ¬c → α) (c' : Prop)
    {inst' : Decidable c'} (h : c = c') :
    @dite α c inst a b = @dite α c' inst' (fun h' => a (h.mpr_prop h')) (fun h' => b (h.mpr_not h')) :=
  dite_congr h (fun _ => rfl) (fun _ => rfl)
end Lean.Sym
