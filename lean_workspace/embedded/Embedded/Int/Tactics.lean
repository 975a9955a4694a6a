prelude
import Embedded.Int.Abs
/-!
What `norm_cast` and `push_cast` know of natural numbers as integers, and `push_neg` of the order of integers.
-/
attribute [norm_cast] Int.natCast_add Int.natCast_mul Int.natCast_ediv Int.natCast_emod Int.natCast_pow
attribute [norm_cast] Int.natCast_inj Int.natCast_le Int.natCast_lt Int.natCast_dvd_natCast
attribute [norm_cast] Int.natCast_sub Int.natCast_ofNat Int.natCast_zero Int.natCast_one

instance Embedded.negatedIntLe (a b : Int) : Embedded.Negated (a ≤ b) (b < a) := ⟨propext Int.not_le⟩
instance Embedded.negatedIntLt (a b : Int) : Embedded.Negated (a < b) (b ≤ a) := ⟨propext Int.not_lt⟩
