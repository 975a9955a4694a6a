prelude
import Embedded.Omega.Coeffs
/-!
# Linear combinations

`omega` turns each term into `const + coeffs · values`, where `values` lists the atoms.  The lemmas here say that
the operations on linear combinations are those on their values; the elaborator refers to them by name.
-/
set_option linter.all false
set_option genSizeOf false
noncomputable section
namespace Lean.Omega
/-- A constant plus coefficients of the atoms. -/
structure LinearCombo where
  const : Int
  coeffs : Coeffs
namespace LinearCombo
/-- The value, for given values of the atoms. -/
def eval (l : LinearCombo) (values : Coeffs) : Int := l.const + Coeffs.dot l.coeffs values
/-- The atom number `i`. -/
def coordinate (i : Nat) : LinearCombo := ⟨0, Coeffs.single i 1⟩
instance instAdd : Add LinearCombo := ⟨fun l r => ⟨l.const + r.const, Coeffs.plus l.coeffs r.coeffs⟩⟩
instance instSub : Sub LinearCombo := ⟨fun l r => ⟨l.const - r.const, Coeffs.minus l.coeffs r.coeffs⟩⟩
instance instNeg : Neg LinearCombo := ⟨fun l => ⟨-l.const, Coeffs.negate l.coeffs⟩⟩
/-- The product, right if one factor is constant. -/
def mul (l r : LinearCombo) : LinearCombo := ⟨l.const * r.const, Coeffs.combo r.const l.coeffs l.const r.coeffs⟩

/-! ## atoms -/
theorem coordinate_eval (i : Nat) (v : Coeffs) : (coordinate i).eval v = Coeffs.get v i := by
  show 0 + Coeffs.dot (Coeffs.single i 1) v = Coeffs.get v i
  rw [Coeffs.dot_single, Int.one_mul, Int.zero_add]
section
variable {a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 : Int} {t : List Int}
theorem coordinate_eval_0 : (coordinate 0).eval (.ofList (a0 :: t)) = a0 := coordinate_eval 0 _
theorem coordinate_eval_1 : (coordinate 1).eval (.ofList (a0 :: a1 :: t)) = a1 := coordinate_eval 1 _
theorem coordinate_eval_2 : (coordinate 2).eval (.ofList (a0 :: a1 :: a2 :: t)) = a2 := coordinate_eval 2 _
theorem coordinate_eval_3 : (coordinate 3).eval (.ofList (a0 :: a1 :: a2 :: a3 :: t)) = a3 := coordinate_eval 3 _
theorem coordinate_eval_4 : (coordinate 4).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: t)) = a4 :=
  coordinate_eval 4 _
theorem coordinate_eval_5 : (coordinate 5).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: t)) = a5 :=
  coordinate_eval 5 _
theorem coordinate_eval_6 : (coordinate 6).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: t)) = a6 :=
  coordinate_eval 6 _
theorem coordinate_eval_7 : (coordinate 7).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: a7 :: t)) = a7 :=
  coordinate_eval 7 _
theorem coordinate_eval_8 :
    (coordinate 8).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: a7 :: a8 :: t)) = a8 :=
  coordinate_eval 8 _
theorem coordinate_eval_9 :
    (coordinate 9).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: a7 :: a8 :: a9 :: t)) = a9 :=
  coordinate_eval 9 _
end

/-! ## operations -/
theorem add_eval (l r : LinearCombo) (v : Coeffs) : (l + r).eval v = l.eval v + r.eval v := by
  show l.const + r.const + Coeffs.dot (Coeffs.plus l.coeffs r.coeffs) v
    = l.const + Coeffs.dot l.coeffs v + (r.const + Coeffs.dot r.coeffs v)
  unfold Coeffs.plus
  rw [Coeffs.dot_zip 1 1 (fun x y => by rw [Int.one_mul, Int.one_mul]), Int.one_mul, Int.one_mul]
  simp only [Int.add_assoc, Int.add_left_comm]
theorem neg_eval (l : LinearCombo) (v : Coeffs) : (-l).eval v = -l.eval v := by
  show -l.const + Coeffs.dot (Coeffs.negate l.coeffs) v = -(l.const + Coeffs.dot l.coeffs v)
  unfold Coeffs.negate
  rw [Coeffs.dot_map (-1) (fun x => Int.neg_eq_neg_one_mul x), ← Int.neg_eq_neg_one_mul, Int.neg_add]
theorem sub_eval (l r : LinearCombo) (v : Coeffs) : (l - r).eval v = l.eval v - r.eval v := by
  show l.const - r.const + Coeffs.dot (Coeffs.minus l.coeffs r.coeffs) v
    = l.const + Coeffs.dot l.coeffs v - (r.const + Coeffs.dot r.coeffs v)
  unfold Coeffs.minus
  rw [Coeffs.dot_zip 1 (-1) (fun x y => by rw [Int.one_mul, ← Int.neg_eq_neg_one_mul]; rfl), Int.one_mul,
    ← Int.neg_eq_neg_one_mul]
  simp only [Int.sub_eq_add_neg, Int.neg_add, Int.add_assoc, Int.add_left_comm]
theorem mul_eval (l r : LinearCombo) (v : Coeffs) (w : Coeffs.isZero l.coeffs ∨ Coeffs.isZero r.coeffs) :
    (mul l r).eval v = l.eval v * r.eval v := by
  show l.const * r.const + Coeffs.dot (Coeffs.combo r.const l.coeffs l.const r.coeffs) v
    = (l.const + Coeffs.dot l.coeffs v) * (r.const + Coeffs.dot r.coeffs v)
  unfold Coeffs.combo
  rw [Coeffs.dot_zip r.const l.const (fun x y => rfl)]
  cases w with
  | inl w => rw [Coeffs.dot_of_isZero w, Int.mul_zero, Int.zero_add, Int.add_zero, Int.mul_add]
  | inr w =>
    rw [Coeffs.dot_of_isZero w, Int.mul_zero, Int.add_zero, Int.add_zero, Int.add_mul, Int.mul_comm r.const]
end LinearCombo
end Lean.Omega
end
