prelude
import Embedded.Int.DivMod
/-!
# What `calc`, `rfl`, `ac_rfl` and the literal simprocs look up for integers
-/
set_option linter.all false
namespace Int
/-! ## `calc` -/
instance : Trans (α := Int) (β := Int) (γ := Int) LE.le LE.le LE.le := ⟨Int.le_trans⟩
instance : Trans (α := Int) (β := Int) (γ := Int) LT.lt LT.lt LT.lt := ⟨Int.lt_trans⟩
instance : Trans (α := Int) (β := Int) (γ := Int) LE.le LT.lt LT.lt := ⟨Int.lt_of_le_of_lt⟩
instance : Trans (α := Int) (β := Int) (γ := Int) LT.lt LE.le LT.lt := ⟨Int.lt_of_lt_of_le⟩
instance : Trans (α := Int) (β := Int) (γ := Int) GE.ge GE.ge GE.ge := ⟨fun h h' => Int.le_trans h' h⟩
instance : Trans (α := Int) (β := Int) (γ := Int) GT.gt GT.gt GT.gt := ⟨fun h h' => Int.lt_trans h' h⟩
instance : Trans (α := Int) (β := Int) (γ := Int) GE.ge GT.gt GT.gt := ⟨fun h h' => Int.lt_of_lt_of_le h' h⟩
instance : Trans (α := Int) (β := Int) (γ := Int) GT.gt GE.ge GT.gt := ⟨fun h h' => Int.lt_of_le_of_lt h' h⟩
instance : Trans (α := Int) (β := Int) (γ := Int) Dvd.dvd Dvd.dvd Dvd.dvd := ⟨Int.dvd_trans⟩

/-! ## `rfl` and `ac_rfl` -/
attribute [refl] Int.le_refl Int.dvd_refl
instance : Std.Associative (α := Int) (· + ·) := ⟨Int.add_assoc⟩
instance : Std.Commutative (α := Int) (· + ·) := ⟨Int.add_comm⟩
instance : Std.Associative (α := Int) (· * ·) := ⟨Int.mul_assoc⟩
instance : Std.Commutative (α := Int) (· * ·) := ⟨Int.mul_comm⟩
instance : Std.Associative (α := Int) min := ⟨Int.min_assoc⟩
instance : Std.Commutative (α := Int) min := ⟨Int.min_comm⟩
instance : Std.Associative (α := Int) max := ⟨Int.max_assoc⟩
instance : Std.Commutative (α := Int) max := ⟨Int.max_comm⟩

/-! ## simprocs -/
theorem dvd_eq_true_of_mod_eq_zero {a b : Int} (h : (b % a == 0) = true) : (a ∣ b) = True :=
  eq_true (dvd_of_emod_eq_zero (eq_of_beq h))
theorem dvd_eq_false_of_mod_ne_zero {a b : Int} (h : (b % a != 0) = true) : (a ∣ b) = False :=
  eq_false fun d => bne_iff_ne.mp h (emod_eq_zero_of_dvd d)
end Int
