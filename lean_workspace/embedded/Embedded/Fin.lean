prelude
import Embedded.Int.Lemmas
/-!
# `Fin n`: the natural numbers below `n`

Arithmetic is modulo `n`.  `omega` reads `Fin` through `val`, with the lemmas at the end; statements for all elements
of a closed `Fin n` can be decided.
-/
set_option linter.all false
set_option genSizeOf false
noncomputable section
/-- A natural number with a proof that it is below `n`. -/
structure Fin (n : Nat) where
  mk ::
  val : Nat
  isLt : val < n
attribute [coe] Fin.val
namespace Fin
variable {n : Nat}
instance instCoeTNat (a : Fin n) : CoeT (Fin n) a Nat := ⟨a.val⟩
theorem eq_of_val_eq : {a b : Fin n} → a.val = b.val → a = b
  | ⟨_, _⟩, ⟨_, _⟩, rfl => rfl
@[ext] protected theorem ext {a b : Fin n} (h : a.val = b.val) : a = b := eq_of_val_eq h
theorem pos (a : Fin n) : 0 < n := Nat.lt_of_le_of_lt (Nat.zero_le _) a.isLt
/-! ## operations -/
instance instDecidableEq : DecidableEq (Fin n) := fun a b =>
  match Nat.decEq a.val b.val with
  | isTrue h => isTrue (eq_of_val_eq h)
  | isFalse h => isFalse fun e => h (e ▸ rfl)
instance instLT : LT (Fin n) := ⟨fun a b => a.val < b.val⟩
instance instLE : LE (Fin n) := ⟨fun a b => a.val ≤ b.val⟩
instance decLt (a b : Fin n) : Decidable (a < b) := Nat.decLt a.val b.val
instance decLe (a b : Fin n) : Decidable (a ≤ b) := Nat.decLe a.val b.val
/-- The remainder of `k` by `n + 1`. -/
protected def ofNat (n k : Nat) : Fin (n + 1) := ⟨k % (n + 1), Nat.mod_lt k (Nat.succ_le_succ (Nat.zero_le n))⟩
instance instOfNat {k : Nat} : OfNat (Fin (n + 1)) k := ⟨Fin.ofNat n k⟩
protected def add (a b : Fin n) : Fin n := ⟨(a.val + b.val) % n, Nat.mod_lt _ a.pos⟩
protected def sub (a b : Fin n) : Fin n := ⟨(n - b.val + a.val) % n, Nat.mod_lt _ a.pos⟩
protected def mul (a b : Fin n) : Fin n := ⟨a.val * b.val % n, Nat.mod_lt _ a.pos⟩
instance instAdd : Add (Fin n) := ⟨Fin.add⟩
instance instSub : Sub (Fin n) := ⟨Fin.sub⟩
instance instMul : Mul (Fin n) := ⟨Fin.mul⟩

/-! ## deciding all elements -/
/-- Whether `p` holds of each element below `k`. -/
def decBelow (p : Fin n → Prop) [DecidablePred p] :
    (k : Nat) → (hk : k ≤ n) → Decidable (∀ a : Fin n, a.val < k → p a)
  | .zero, _ => isTrue fun a h => absurd h (Nat.not_lt_of_le (Nat.zero_le _))
  | .succ k, hk => match decBelow p k (Nat.le_of_lt hk) with
    | isFalse h => isFalse fun f => h fun a l => f a (Nat.le_of_lt (Nat.succ_le_succ l))
    | isTrue h => match (inferInstance : Decidable (p ⟨k, hk⟩)) with
      | isFalse h' => isFalse fun f => h' (f ⟨k, hk⟩ .refl)
      | isTrue h' => isTrue fun a l => by
          by_cases e : a.val = k
          · have j : a = ⟨k, hk⟩ := eq_of_val_eq e
            rw [j]; exact h'
          · exact h a (by omega)
instance decidableForall (p : Fin n → Prop) [DecidablePred p] : Decidable (∀ a, p a) :=
  match decBelow p n .refl with
  | isTrue h => isTrue fun a => h a a.isLt
  | isFalse h => isFalse fun f => h fun a _ => f a

/-! ## facts that `omega` names -/
theorem val_congr {a b : Fin n} (h : a = b) : a.val = b.val := h ▸ rfl
theorem val_le_of_le {a b : Fin n} (h : a ≤ b) : a.val ≤ b.val := h
theorem val_le_of_ge {a b : Fin n} (h : a ≥ b) : a.val ≥ b.val := h
theorem val_add_one_le_of_lt {a b : Fin n} (h : a < b) : a.val + 1 ≤ b.val := h
theorem val_add_one_le_of_gt {a b : Fin n} (h : a > b) : a.val ≥ b.val + 1 := h
end Fin
namespace Lean.Omega.Fin
variable {n : Nat}
theorem lt_of_not_le {a b : Fin n} (h : ¬ a ≤ b) : b < a := Nat.lt_of_not_le h
theorem le_of_not_lt {a b : Fin n} (h : ¬ a < b) : b ≤ a := Nat.le_of_not_lt h
theorem lt_or_gt_of_ne {a b : Fin n} (h : a ≠ b) : a < b ∨ a > b :=
  Nat.lt_or_gt_of_ne fun e => h (_root_.Fin.eq_of_val_eq e)
theorem ofNat_val_add {a b : Fin n} : ((a + b).val : Int) = ((a.val : Int) + (b.val : Int)) % n := rfl
theorem ofNat_val_sub {a b : Fin n} : ((a - b).val : Int) = (((n - b.val : Nat) : Int) + (a.val : Int)) % n := rfl
theorem ofNat_val_mul {a b : Fin n} : ((a * b).val : Int) = ((a.val : Int) * (b.val : Int)) % n := rfl
theorem ofNat_val_natCast {n x y : Nat} (h : y = x % (n + 1)) :
    @Nat.cast Int instNatCastInt (@Fin.val (n + 1) (OfNat.ofNat x)) = OfNat.ofNat y := congrArg _ h.symm
end Lean.Omega.Fin
end
