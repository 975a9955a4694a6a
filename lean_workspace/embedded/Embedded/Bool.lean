prelude
import Embedded.Prop
/-!
# Bool

Boolean connectives and their meaning as propositions, equality tests.
-/
set_option autoImplicit true
set_option linter.all false
universe u v w

/-! ## A Bool where a proposition is expected -/

instance boolToSort : CoeSort Bool Prop where coe b := b = true

/-! ## Connectives -/

namespace Bool
@[simp] theorem and_true (b : Bool) : (b && true) = b := by cases b <;> rfl
@[simp] theorem true_and (b : Bool) : (true && b) = b := rfl
@[simp] theorem and_false (b : Bool) : (b && false) = false := by cases b <;> rfl
@[simp] theorem false_and (b : Bool) : (false && b) = false := rfl
@[simp] theorem or_true (b : Bool) : (b || true) = true := by cases b <;> rfl
@[simp] theorem true_or (b : Bool) : (true || b) = true := rfl
@[simp] theorem or_false (b : Bool) : (b || false) = b := by cases b <;> rfl
@[simp] theorem false_or (b : Bool) : (false || b) = b := rfl
@[simp] theorem and_self (b : Bool) : (b && b) = b := by cases b <;> rfl
@[simp] theorem or_self (b : Bool) : (b || b) = b := by cases b <;> rfl
@[simp] theorem not_not (b : Bool) : (!!b) = b := by cases b <;> rfl
@[simp] theorem not_true : (!true) = false := rfl
@[simp] theorem not_false : (!false) = true := rfl
theorem and_comm (x y : Bool) : (x && y) = (y && x) := by cases x <;> cases y <;> rfl
theorem or_comm (x y : Bool) : (x || y) = (y || x) := by cases x <;> cases y <;> rfl
theorem and_assoc (x y z : Bool) : (x && y && z) = (x && (y && z)) := by cases x <;> rfl
theorem or_assoc (x y z : Bool) : (x || y || z) = (x || (y || z)) := by cases x <;> rfl
theorem not_and (x y : Bool) : (!(x && y)) = (!x || !y) := by cases x <;> rfl
theorem not_or (x y : Bool) : (!(x || y)) = (!x && !y) := by cases x <;> rfl

/-! ## Equations -/

@[simp] theorem true_eq_false : (true = false) = False := eq_false fun h => nomatch h
@[simp] theorem false_eq_true : (false = true) = False := eq_false fun h => nomatch h
theorem eq_false_or_eq_true (b : Bool) : b = true ∨ b = false := by cases b <;> simp
@[simp] theorem not_eq_true (b : Bool) : (¬b = true) = (b = false) := by cases b <;> simp
@[simp] theorem not_eq_false (b : Bool) : (¬b = false) = (b = true) := by cases b <;> simp
@[simp] theorem and_eq_true (x y : Bool) : ((x && y) = true) = (x = true ∧ y = true) := by cases x <;> simp
@[simp] theorem or_eq_true (x y : Bool) : ((x || y) = true) = (x = true ∨ y = true) := by cases x <;> simp
@[simp] theorem not_eq_eq_eq_not (b : Bool) : ((!b) = true) = (b = false) := by cases b <;> simp
end Bool
theorem eq_false_of_ne_true : {b : Bool} → ¬b = true → b = false
  | true, h => absurd rfl h
  | false, _ => rfl

/-! ## Tests of equality -/

instance instLawfulBEqOfDecidableEq {α : Type u} [DecidableEq α] : LawfulBEq α where
  rfl := decide_eq_true rfl
  eq_of_beq h := of_decide_eq_true h
theorem eq_of_beq {α : Type u} [BEq α] [LawfulBEq α] {a b : α} (h : (a == b) = true) : a = b :=
  LawfulBEq.eq_of_beq h
@[simp] theorem beq_self_eq_true {α : Type u} [BEq α] [LawfulBEq α] (a : α) : (a == a) = true := ReflBEq.rfl
@[simp] theorem beq_iff_eq {α : Type u} [BEq α] [LawfulBEq α] {a b : α} : (a == b) = true ↔ a = b :=
  ⟨eq_of_beq, fun h => h ▸ beq_self_eq_true a⟩
@[simp] theorem bne_iff_ne {α : Type u} [BEq α] [LawfulBEq α] {a b : α} : (a != b) = true ↔ a ≠ b := by
  show (!(a == b)) = true ↔ a ≠ b
  cases h : a == b with
  | true => exact iff_of_false (fun h => nomatch h) (fun n => n (eq_of_beq h))
  | false => exact iff_of_true rfl (fun e => by rw [beq_iff_eq.mpr e] at h; exact nomatch h)
@[simp] theorem beq_eq_false_iff_ne {α : Type u} [BEq α] [LawfulBEq α] {a b : α} : (a == b) = false ↔ a ≠ b :=
  ⟨fun h e => (by rw [beq_iff_eq.mpr e] at h; exact nomatch h),
    fun n => eq_false_of_ne_true fun h => n (eq_of_beq h)⟩
