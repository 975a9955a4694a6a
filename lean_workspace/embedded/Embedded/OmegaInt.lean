prelude
import Embedded.Int
/-! Int lemmas that the compiled `omega` elaborator names in its proofs. -/
set_option autoImplicit true
set_option linter.all false
universe u v w
theorem Decidable.byContradiction {p : Prop} [dec : Decidable p] (h : ¬p → False) : p := Classical.byContradiction h
theorem Decidable.of_not_not {p : Prop} [Decidable p] (h : ¬¬p) : p := Classical.byContradiction h
theorem Decidable.not_or_of_imp {a b : Prop} [Decidable a] (h : a → b) : ¬a ∨ b := (Classical.em a).elim (fun x => .inr (h x)) .inl
theorem le_of_le_of_eq {α : Type u} {a b c : α} [LE α] (h₁ : a ≤ b) (h₂ : b = c) : a ≤ c := h₂ ▸ h₁
noncomputable def Exists.choose {α : Sort u} {p : α → Prop} (h : ∃ a, p a) : α := Classical.choose h
theorem Exists.choose_spec {α : Sort u} {p : α → Prop} (h : ∃ a, p a) : p h.choose := Classical.choose_spec h
namespace Lean.Omega
theorem and_not_not_of_not_or {p q : Prop} (h : ¬ (p ∨ q)) : ¬ p ∧ ¬ q := ⟨fun x => h (.inl x), fun x => h (.inr x)⟩
theorem Decidable.or_not_not_of_not_and {p q : Prop} [Decidable p] [Decidable q] (h : ¬ (p ∧ q)) : ¬ p ∨ ¬ q :=
  (Classical.em p).elim (fun hp => .inr fun hq => h ⟨hp, hq⟩) .inl
theorem Decidable.and_or_not_and_not_of_iff {p q : Prop} [Decidable q] (h : p ↔ q) : (p ∧ q) ∨ (¬p ∧ ¬q) :=
  (Classical.em p).elim (fun hp => .inl ⟨hp, h.mp hp⟩) fun hp => .inr ⟨hp, fun hq => hp (h.mpr hq)⟩
theorem Decidable.and_not_or_not_and_of_not_iff {a b : Prop} [Decidable a] [Decidable b] (h : ¬ (a ↔ b)) : a ∧ ¬b ∨ ¬a ∧ b :=
  (Classical.em a).elim (fun ha => .inl ⟨ha, fun hb => h ⟨fun _ => hb, fun _ => ha⟩⟩)
    fun ha => .inr ⟨ha, Classical.byContradiction fun hb => h ⟨fun x => absurd x ha, fun x => absurd x hb⟩⟩
theorem Decidable.and_not_of_not_imp {a b : Prop} [Decidable a] (h : ¬(a → b)) : a ∧ ¬b :=
  ⟨Classical.byContradiction fun ha => h fun x => absurd x ha, fun hb => h fun _ => hb⟩
theorem ite_disjunction {α : Type u} {P : Prop} [Decidable P] {a b : α} :
    (P ∧ (if P then a else b) = a) ∨ (¬ P ∧ (if P then a else b) = b) :=
  if h : P then .inl ⟨h, if_pos h⟩ else .inr ⟨h, if_neg h⟩
end Lean.Omega
namespace Int
protected theorem lt_of_lt_of_le {a b c : Int} (h : a < b) (h' : b ≤ c) : a < c := Int.le_trans (show a + 1 ≤ b from h) h'
protected theorem lt_of_le_of_lt {a b c : Int} (h : a ≤ b) (h' : b < c) : a < c :=
  Int.le_trans (Int.add_le_add_right h 1) (show b + 1 ≤ c from h')
protected theorem ne_of_gt {a b : Int} (h : b < a) : a ≠ b := fun e => Int.lt_irrefl b (e ▸ h)
protected theorem add_lt_add_right {a b : Int} (h : a < b) (c : Int) : a + c < b + c := by
  show a + c + 1 ≤ b + c; rw [Int.add_right_comm]; exact Int.add_le_add_right h c
protected theorem lt_of_mul_lt_mul_left {a b c : Int} (h : c * a < c * b) (hc : 0 ≤ c) : a < b :=
  Classical.byContradiction fun n =>
    Int.lt_irrefl _ (Int.lt_of_lt_of_le h (Int.mul_le_mul_of_nonneg_left (Int.not_lt.mp n) hc))
theorem le_of_lt_add_one {a b : Int} (h : a < b + 1) : a ≤ b := by
  have j : a + 1 ≤ b + 1 := h
  have k := Int.add_le_add_right j (-1)
  rw [Int.add_assoc, Int.add_assoc, show (1 : Int) + -1 = 0 from rfl, Int.add_zero, Int.add_zero] at k; exact k
theorem natCast_nonneg (n : Nat) : 0 ≤ (n : Int) := ofNat_nonneg n
theorem natCast_add (a b : Nat) : ((a + b : Nat) : Int) = (a : Int) + (b : Int) := rfl
theorem natCast_mul (a b : Nat) : ((a * b : Nat) : Int) = (a : Int) * (b : Int) := rfl
theorem natCast_succ (n : Nat) : (Nat.succ n : Int) = (n : Int) + 1 := rfl
theorem natCast_ediv (a b : Nat) : ((a / b : Nat) : Int) = (a : Int) / (b : Int) := rfl
theorem natCast_emod (a b : Nat) : ((a % b : Nat) : Int) = (a : Int) % (b : Int) := rfl
theorem negSucc_eq (n : Nat) : negSucc n = -((n : Int) + 1) := rfl
theorem pow_succ (b : Int) (e : Nat) : b ^ (e + 1) = b ^ e * b := rfl
theorem pow_zero (b : Int) : b ^ 0 = 1 := rfl
protected theorem min_def (a b : Int) : min a b = if a ≤ b then a else b := rfl
protected theorem max_def (a b : Int) : max a b = if a ≤ b then b else a := rfl
protected theorem min_le_left (a b : Int) : min a b ≤ a := by
  rw [Int.min_def]; by_cases h : a ≤ b
  · rw [if_pos h]; exact Int.le_refl a
  · rw [if_neg h]; exact Int.le_of_lt (Int.not_le.mp h)
protected theorem min_le_right (a b : Int) : min a b ≤ b := by
  rw [Int.min_def]; by_cases h : a ≤ b
  · rw [if_pos h]; exact h
  · rw [if_neg h]; exact Int.le_refl b
protected theorem le_max_left (a b : Int) : a ≤ max a b := by
  rw [Int.max_def]; by_cases h : a ≤ b
  · rw [if_pos h]; exact h
  · rw [if_neg h]; exact Int.le_refl a
protected theorem le_max_right (a b : Int) : b ≤ max a b := by
  rw [Int.max_def]; by_cases h : a ≤ b
  · rw [if_pos h]; exact Int.le_refl b
  · rw [if_neg h]; exact Int.le_of_lt (Int.not_le.mp h)
/-! division -/
protected theorem ediv_zero (a : Int) : a / 0 = 0 := match a with
  | ofNat _ => rfl
  | negSucc _ => rfl
protected theorem ediv_neg (a b : Int) : a / -b = -(a / b) := match a, b with
  | ofNat m, ofNat .zero => rfl
  | ofNat m, ofNat (.succ n) => rfl
  | ofNat m, negSucc n => (Int.neg_neg _).symm
  | negSucc m, ofNat .zero => rfl
  | negSucc m, ofNat (.succ n) => rfl
  | negSucc m, negSucc n => rfl
protected theorem emod_neg (a b : Int) : a % -b = a % b := by
  have h : natAbs (-b) = natAbs b := match b with
    | ofNat .zero => rfl
    | ofNat (.succ _) => rfl
    | negSucc _ => rfl
  match a with
  | ofNat m => exact congrArg (fun k => ofNat (m % k)) h
  | negSucc m => exact congrArg (fun k => subNatNat k (Nat.succ (m % k))) h
theorem ediv_add_emod_nat (a : Int) (n : Nat) : (n : Int) * (a / (n : Int)) + a % (n : Int) = a := by
  match a, n with
  | ofNat m, n => exact congrArg ofNat (Nat.div_add_mod m n)
  | negSucc m, .zero =>
    show (0 : Int) * 0 + subNatNat 0 (Nat.succ (m % 0)) = negSucc m
    rw [Nat.mod_zero, Int.zero_mul, Int.zero_add]; rfl
  | negSucc m, .succ n =>
    show ofNat (n + 1) * subNatNat 0 (m / (n + 1) + 1) + subNatNat (n + 1) (m % (n + 1) + 1) = subNatNat 0 (m + 1)
    rw [ofNat_D, mul_D, add_D]; refine D_eq ?_
    have e := Nat.div_add_mod m (n + 1)
    refine Eq.trans (b := (n + 1) + ((n + 1) * (m / (n + 1)) + m % (n + 1)) + 1) ?_ ?_
    · rw [e]; simp only [Nat.mul_zero, Nat.zero_mul, Nat.zero_add, Nat.add_zero, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
    · simp only [Nat.mul_add, Nat.mul_zero, Nat.zero_mul, Nat.zero_add, Nat.add_zero, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
theorem ediv_add_emod (a b : Int) : b * (a / b) + a % b = a := by
  match b with
  | ofNat n => exact ediv_add_emod_nat a n
  | negSucc n =>
    have h := ediv_add_emod_nat a (n + 1)
    rw [show negSucc n = -((n + 1 : Nat) : Int) from rfl, Int.ediv_neg, Int.emod_neg, Int.mul_neg, Int.neg_mul, Int.neg_neg]
    exact h
theorem emod_def (a b : Int) : a % b = a - b * (a / b) := by
  refine Int.add_right_cancel (c := b * (a / b)) ?_
  rw [Int.sub_add_cancel, Int.add_comm]; exact ediv_add_emod a b
theorem emod_bounds (a : Int) {b : Int} (h : b ≠ 0) : 0 ≤ a % b ∧ a % b < (natAbs b : Nat) := by
  have hb : 0 < natAbs b := Nat.pos_of_ne_zero fun e => h (match b, e with
    | ofNat n, e => congrArg ofNat e)
  match a with
  | ofNat m => exact ⟨ofNat_nonneg _, ofNat_lt.mpr (Nat.mod_lt m hb)⟩
  | negSucc m =>
    have l := Nat.mod_lt m hb
    have e : negSucc m % b = subNatNat (natAbs b) (m % natAbs b + 1) := rfl
    rw [e]; refine ⟨?_, ?_⟩
    · rw [zero_D, le_D, Nat.zero_add, Nat.add_zero]; exact l
    · show _ < ofNat (natAbs b)
      rw [ofNat_D, lt_D]; exact Nat.add_le_add_left (Nat.succ_le_succ (Nat.zero_le _)) _
protected theorem emod_nonneg (a : Int) {b : Int} (h : b ≠ 0) : 0 ≤ a % b := (emod_bounds a h).1
protected theorem emod_lt_of_pos (a : Int) {b : Int} (h : 0 < b) : a % b < b := by
  have k := (emod_bounds a (Int.ne_of_gt h)).2
  obtain ⟨n, rfl⟩ := eq_ofNat_of_zero_le (Int.le_of_lt h)
  exact k
theorem mul_ediv_self_le {x k : Int} (h : k ≠ 0) : k * (x / k) ≤ x := by
  have j := Int.add_le_add_left (Int.emod_nonneg x h) (k * (x / k))
  rw [ediv_add_emod, Int.add_zero] at j; exact j
theorem lt_mul_ediv_self_add {x k : Int} (h : 0 < k) : x < k * (x / k) + k := by
  have j := Int.add_lt_add_right (Int.emod_lt_of_pos x h) (k * (x / k))
  rw [Int.add_comm (x % k), ediv_add_emod, Int.add_comm k] at j; exact j
theorem mul_ediv_cancel_left {k : Int} (q : Int) (h : 0 < k) : k * q / k = q := by
  refine Int.le_antisymm ?_ ?_ <;> refine le_of_lt_add_one (Int.lt_of_mul_lt_mul_left (c := k) ?_ (Int.le_of_lt h)) <;>
    rw [Int.mul_add, Int.mul_one]
  · refine Int.lt_of_le_of_lt (mul_ediv_self_le (Int.ne_of_gt h)) ?_
    have j := Int.add_lt_add_right h (k * q); rw [Int.zero_add, Int.add_comm k] at j; exact j
  · exact lt_mul_ediv_self_add h
theorem succ_pos (n : Nat) : 0 < ((n + 1 : Nat) : Int) := ofNat_lt.mpr (Nat.succ_le_succ (Nat.zero_le n))
theorem emod_eq_zero_of_dvd {a b : Int} (h : a ∣ b) : b % a = 0 := by
  obtain ⟨c, rfl⟩ := h
  match a with
  | ofNat .zero => rw [show ofNat Nat.zero = 0 from rfl, Int.zero_mul]; rfl
  | ofNat (.succ n) =>
    rw [emod_def, mul_ediv_cancel_left (k := ofNat n.succ) c (succ_pos n), Int.sub_self]
  | negSucc n =>
    rw [emod_def, show negSucc n = -((n + 1 : Nat) : Int) from rfl, Int.ediv_neg, Int.neg_mul, ← Int.mul_neg,
      mul_ediv_cancel_left (-c) (succ_pos n), Int.neg_mul, Int.neg_neg, Int.mul_neg, Int.sub_self]
theorem dvd_of_emod_eq_zero {a b : Int} (h : b % a = 0) : a ∣ b :=
  ⟨b / a, by have e := ediv_add_emod b a; rw [h, Int.add_zero] at e; exact e.symm⟩
theorem eq_zero_or_pos_of_nonneg {a : Int} (h : 0 ≤ a) : a = 0 ∨ 0 < a :=
  (Classical.em (a = 0)).elim .inl fun n => .inr ((Int.lt_or_gt_of_ne n).elim (fun l => absurd h (Int.not_le.mpr l)) id)
theorem emod_pos_of_not_dvd {a b : Int} (h : ¬ a ∣ b) : a = 0 ∨ 0 < b % a :=
  (Classical.em (a = 0)).elim .inl fun n => .inr
    ((eq_zero_or_pos_of_nonneg (Int.emod_nonneg b n)).elim (fun z => absurd (dvd_of_emod_eq_zero z) h) id)
theorem le_natAbs {a : Int} : a ≤ natAbs a := match a with
  | ofNat n => Int.le_refl _
  | negSucc n => by show subNatNat 0 (n + 1) ≤ ofNat (n + 1); rw [ofNat_D, le_D]; exact Nat.zero_le _
theorem natAbs_neg (a : Int) : natAbs (-a) = natAbs a := match a with
  | ofNat .zero => rfl
  | ofNat (.succ _) => rfl
  | negSucc _ => rfl
theorem toNat_eq_max (a : Int) : (toNat a : Int) = max a 0 := match a with
  | ofNat n => by
    show ofNat n = max (ofNat n) 0
    rw [Int.max_def]; by_cases h : ofNat n ≤ 0
    · rw [if_pos h]; exact Int.le_antisymm h (ofNat_nonneg n)
    · rw [if_neg h]
  | negSucc n => rfl
end Int
namespace Nat
theorem mod_eq_zero_of_dvd {a b : Nat} (h : a ∣ b) : b % a = 0 := by
  obtain ⟨c, rfl⟩ := h
  have j : ((a * c % a : Nat) : Int) = ((0 : Nat) : Int) := Int.emod_eq_zero_of_dvd (a := (a : Int)) (b := ((a * c : Nat) : Int)) ⟨(c : Int), rfl⟩
  injection j
theorem dvd_of_mod_eq_zero {a b : Nat} (h : b % a = 0) : a ∣ b :=
  ⟨b / a, by have e := div_add_mod b a; rw [h] at e; exact e.symm⟩
theorem emod_pos_of_not_dvd {a b : Nat} (h : ¬ a ∣ b) : 0 < b % a :=
  Nat.pos_of_ne_zero fun z => h (dvd_of_mod_eq_zero z)
end Nat
namespace Lean.Omega
namespace Int
theorem ofNat_pow (a b : Nat) : ((a ^ b : Nat) : Int) = (a : Int) ^ b := by
  induction b with
  | zero => rfl
  | succ b ih => show ((a ^ b : Nat) : Int) * (a : Int) = (a : Int) ^ b * (a : Int); rw [ih]
theorem pos_pow_of_pos (a : Int) (b : Nat) (h : 0 < a) : 0 < a ^ b := by
  obtain ⟨n, rfl⟩ := _root_.Int.eq_ofNat_of_zero_le (_root_.Int.le_of_lt h)
  rw [← ofNat_pow]; exact _root_.Int.ofNat_lt.mpr (Nat.pow_pos n b (_root_.Int.ofNat_lt.mp h))
theorem ofNat_pos_of_pos {a : Nat} (h : 0 < a) : 0 < (a : Int) := _root_.Int.ofNat_lt.mpr h
theorem natCast_ofNat {x : Nat} : @Nat.cast Int instNatCastInt (OfNat.ofNat x) = OfNat.ofNat x := rfl
theorem ofNat_shiftLeft_eq {x y : Nat} : ((x <<< y : Nat) : Int) = (x : Int) * (2 ^ y : Nat) := rfl
theorem ofNat_shiftRight_eq_div_pow {x y : Nat} : ((x >>> y : Nat) : Int) = (x : Int) / (2 ^ y : Nat) := rfl
theorem ofNat_lt_of_lt {x y : Nat} (h : x < y) : (x : Int) < (y : Int) := _root_.Int.ofNat_lt.mpr h
theorem ofNat_le_of_le {x y : Nat} (h : x ≤ y) : (x : Int) ≤ (y : Int) := _root_.Int.ofNat_le.mpr h
theorem emod_ofNat_nonneg {x : Nat} {y : Int} : 0 ≤ (x : Int) % y := _root_.Int.ofNat_nonneg _
theorem lt_of_not_le {x y : Int} (h : ¬ (x ≤ y)) : y < x := _root_.Int.not_le.mp h
theorem le_of_not_lt {x y : Int} (h : ¬ (x < y)) : y ≤ x := _root_.Int.not_lt.mp h
theorem add_congr {a b c d : Int} (h₁ : a = b) (h₂ : c = d) : a + c = b + d := h₁ ▸ h₂ ▸ rfl
theorem sub_congr {a b c d : Int} (h₁ : a = b) (h₂ : c = d) : a - c = b - d := h₁ ▸ h₂ ▸ rfl
theorem mul_congr {a b c d : Int} (h₁ : a = b) (h₂ : c = d) : a * c = b * d := h₁ ▸ h₂ ▸ rfl
theorem neg_congr {a b : Int} (h : a = b) : -a = -b := h ▸ rfl
theorem lt_of_gt {x y : Int} (h : x > y) : y < x := h
theorem le_of_ge {x y : Int} (h : x ≥ y) : y ≤ x := h
theorem ofNat_mul_nonneg {a b : Nat} : 0 ≤ (a : Int) * b := _root_.Int.ofNat_nonneg (a * b)
theorem ofNat_congr {a b : Nat} (h : a = b) : (a : Int) = (b : Int) := h ▸ rfl
theorem ofNat_sub_sub {a b c : Nat} : ((a - b - c : Nat) : Int) = ((a - (b + c) : Nat) : Int) := congrArg _ (Nat.sub_sub a b c)
theorem ofNat_sub_dichotomy {a b : Nat} :
    b ≤ a ∧ ((a - b : Nat) : Int) = a - b ∨ a < b ∧ ((a - b : Nat) : Int) = 0 := by
  cases Nat.lt_or_ge a b with
  | inl h => exact .inr ⟨h, congrArg _ (Nat.sub_eq_zero_of_le (Nat.le_of_lt h))⟩
  | inr h =>
    refine .inl ⟨h, ?_⟩
    obtain ⟨k, rfl⟩ := Nat.le_dest h
    rw [Nat.add_sub_cancel_left, _root_.Int.natCast_add, _root_.Int.add_comm, _root_.Int.add_sub_cancel]
theorem ofNat_min (a b : Nat) : ((min a b : Nat) : Int) = min (a : Int) (b : Int) := by
  show (((if a ≤ b then a else b) : Nat) : Int) = if (a : Int) ≤ b then (a : Int) else b
  by_cases h : a ≤ b
  · rw [if_pos h, if_pos (_root_.Int.ofNat_le.mpr h)]
  · rw [if_neg h, if_neg fun j => h (_root_.Int.ofNat_le.mp j)]
theorem ofNat_max (a b : Nat) : ((max a b : Nat) : Int) = max (a : Int) (b : Int) := by
  show (((if a ≤ b then b else a) : Nat) : Int) = if (a : Int) ≤ b then (b : Int) else a
  by_cases h : a ≤ b
  · rw [if_pos h, if_pos (_root_.Int.ofNat_le.mpr h)]
  · rw [if_neg h, if_neg fun j => h (_root_.Int.ofNat_le.mp j)]
theorem ofNat_natAbs (a : Int) : (a.natAbs : Int) = if 0 ≤ a then a else -a := match a with
  | .ofNat n => (if_pos (_root_.Int.ofNat_nonneg n)).symm
  | .negSucc n => rfl
theorem neg_le_natAbs {a : Int} : -a ≤ a.natAbs := by
  have h := _root_.Int.le_natAbs (a := -a); rw [_root_.Int.natAbs_neg] at h; exact h
theorem ofNat_fst_mk {β : Type v} {x : Nat} {y : β} : ((Prod.mk x y).fst : Int) = (x : Int) := rfl
theorem ofNat_snd_mk {α : Type v} {x : α} {y : Nat} : ((Prod.mk x y).snd : Int) = (y : Int) := rfl
end Int
namespace Nat
theorem lt_of_gt {x y : Nat} (h : x > y) : y < x := h
theorem le_of_ge {x y : Nat} (h : x ≥ y) : y ≤ x := h
end Nat
namespace Prod
theorem fst_mk {α : Type u} {x : α} {β : Type v} {y : β} : (Prod.mk x y).fst = x := rfl
theorem snd_mk {α : Type u} {x : α} {β : Type v} {y : β} : (Prod.mk x y).snd = y := rfl
end Prod
end Lean.Omega
