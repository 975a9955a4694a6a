-- good intro
example (p q : Prop) : p → q → p := by intro hp hq; exact hp
-- bad intro
example (p q : Prop) : p → q → p := by intro hp hq; exact hq

-- good intros
example (p q : Prop) : p → q → p := by intros; assumption
-- bad intros
example (p q : Prop) : p → q := by intros; assumption

-- good exact
example (a b : Nat) (h : a = b) : b = a := by exact h.symm
-- bad exact
example (a b : Nat) (h : a = b) : b = a := by exact h

-- good apply
example (p q : Prop) (h : p → q) (hp : p) : q := by apply h; exact hp
-- bad apply
example (p q : Prop) (h : p → q) (hq : q) : p := by apply h

-- good refine
example : ∃ x : Nat, x = 2 := by refine ⟨2, ?_⟩; rfl
-- bad refine
example : ∃ x : Nat, x = 2 := by refine ⟨3, ?_⟩; rfl

-- good refine'
example (p : Prop) (h : p) : p ∧ p := by refine' ⟨h, _⟩; exact h
-- bad refine'
example (p q : Prop) (h : p) : p ∧ q := by refine' ⟨h, _⟩; exact h

-- good assumption
example (p q : Prop) (hp : p) (hq : q) : q := by assumption
-- bad assumption
example (p q : Prop) (hp : p) : q := by assumption

-- good rfl
example (n : Nat) : n + 0 = n := by rfl
-- bad rfl
example (n : Nat) : 0 + n = n := by rfl

-- good rfl iff
example (p : Prop) : p ↔ p := by rfl
-- bad rfl iff
example (p q : Prop) : p ↔ q := by rfl

-- good eq_refl
example : 2 + 2 = 4 := by eq_refl
-- bad eq_refl
example : 2 + 2 = 5 := by eq_refl

-- good constructor
example (p q : Prop) (hp : p) (hq : q) : p ∧ q := by
  constructor
  · exact hp
  · exact hq
-- bad constructor
example (p q : Prop) (hp : p) : p ∧ q := by
  constructor
  · exact hp
  · exact hp

-- good left
example (p q : Prop) (h : p) : p ∨ q := by left; exact h
-- bad left
example (p q : Prop) (h : q) : p ∨ q := by left; exact h

-- good right
example (p q : Prop) (h : q) : p ∨ q := by right; exact h
-- bad right
example (p q : Prop) (h : p) : p ∨ q := by right; exact h

-- good exists
example : ∃ x y : Nat, x + y = 3 := by exists 1, 2
-- bad exists
example : ∃ x y : Nat, x + y = 3 := by exists 1, 1

-- good have
example (a b : Nat) (h : a = b) : b = a := by
  have g : b = a := h.symm
  exact g
-- bad have
example (a b : Nat) (h : a = b) : b = a := by
  have g : b = a := h
  exact g

-- good have'
example (a b : Nat) (h : a = b) : b = a := by
  have' g := Eq.symm h
  exact g
-- bad have'
example (a b : Nat) (h : a = b) : b = a := by
  have' g := h
  exact g

-- good haveI
example (a : Nat) : a = a := by
  haveI h : a = a := rfl
  exact h
-- bad haveI
example (a : Nat) : a = a + 1 := by
  haveI h : a = a + 1 := rfl
  exact h

-- good let
example : ∃ x : Nat, x = 3 := by
  let y := 3
  exact ⟨y, rfl⟩
-- bad let
example : ∃ x : Nat, x = 3 := by
  let y := 4
  exact ⟨y, rfl⟩

-- good letI
example : ∃ x : Nat, x = 3 := by
  letI y := 3
  exact ⟨y, rfl⟩
-- bad letI
example : ∃ x : Nat, x = 3 := by
  letI y := 4
  exact ⟨y, rfl⟩

-- good show
example (a b : Nat) (h : a = b) : a = b + 0 := by
  show a = b
  exact h
-- bad show
example (a b : Nat) (h : a = b) : a = b + 1 := by
  show a = b
  exact h

-- good suffices
example (a b : Nat) (h : a = b) : b = a := by
  suffices g : a = b from g.symm
  exact h
-- bad suffices
example (a b : Nat) (h : a = b) : b = a := by
  suffices g : b = a from g.symm
  exact h.symm

-- good change
example (a : Nat) : a + 0 = a := by change a = a; rfl
-- bad change
example (a : Nat) : 0 + a = a := by change a = a; rfl

-- good exfalso
example (p : Prop) (h : False) : p := by exfalso; exact h
-- bad exfalso
example (p : Prop) (h : p) : p := by exfalso; exact h

-- good contradiction
example (a : Nat) (h : a + 1 = 0) : False := by contradiction
-- bad contradiction
example (a : Nat) (h : a + 1 = 1) : False := by contradiction

-- good false_or_by_contra
example (p : Prop) (h : ¬¬p) : p := by
  false_or_by_contra
  exact h ‹_›
-- bad false_or_by_contra
example (p : Prop) (h : ¬p) : p := by
  false_or_by_contra
  exact h ‹p›

-- good trivial
example : True := by trivial
-- bad trivial
example : False := by trivial

-- good sorry
example (p : Prop) (h : p) : p := by
  first
  | exact h
  | sorry
-- bad sorry
example (p : Prop) : p := by
  sorry
  exact 0

-- good admit
example (p : Prop) (h : p) : p := by
  first
  | exact h
  | admit
-- bad admit
example (p : Prop) : p := by
  admit
  exact 0

-- good cases
example (p q : Prop) (h : p ∨ q) : q ∨ p := by
  cases h with
  | inl h => exact .inr h
  | inr h => exact .inl h
-- bad cases
example (p q : Prop) (h : p ∨ q) : p := by
  cases h with
  | inl h => exact h
  | inr h => exact h

-- good induction
example (n : Nat) : 0 + n = n := by
  induction n with
  | zero => rfl
  | succ n ih => rw [← Nat.add_assoc, ih]
-- bad induction
example (n : Nat) : n = 0 := by
  induction n with
  | zero => rfl
  | succ n ih => rw [ih]

-- good induction generalizing
example (a b c : Nat) : a + b + c = a + (b + c) := by
  induction c generalizing a with
  | zero => rfl
  | succ n ih => exact congrArg Nat.succ (ih a)
-- bad induction generalizing
example (a b c : Nat) : a + b + c = a + (b + c) := by
  induction c generalizing a with
  | zero => rfl
  | succ n ih => exact ih a

-- good match
example (h : ∃ x : Nat, x = 2) : ∃ y : Nat, y = 2 := by
  match h with
  | ⟨x, hx⟩ => exact ⟨x, hx⟩
-- bad match
example (n : Nat) : n = n + 0 := by
  match n with
  | 0 => rfl

-- good rcases
example (p q r : Prop) (h : p ∧ (q ∨ r)) : q ∨ r := by
  rcases h with ⟨_, hq | hr⟩
  · exact .inl hq
  · exact .inr hr
-- bad rcases
example (p q r : Prop) (h : p ∧ (q ∨ r)) : q := by
  rcases h with ⟨_, hq | hr⟩
  · exact hq
  · exact hr

-- good obtain
example (h : ∃ x : Nat, x = 2) : ∃ y : Nat, 2 = y := by
  obtain ⟨x, rfl⟩ := h
  exact ⟨2, rfl⟩
-- bad obtain
example (h : ∃ x : Nat, x = 2) : ∃ y : Nat, 2 = y := by
  obtain ⟨x, hx⟩ := h
  exact ⟨3, hx⟩

-- good rintro
example : (∃ x : Nat, x = 2) → True ∧ True := by
  rintro ⟨x, rfl⟩
  exact ⟨trivial, trivial⟩
-- bad rintro
example (p q : Prop) : p ∨ q → p := by
  rintro (h | h)
  · exact h
  · exact h

-- good by_cases
example (p : Prop) : p ∨ ¬p := by
  by_cases h : p
  · exact .inl h
  · exact .inr h
-- bad by_cases
example (p : Prop) : p := by
  by_cases h : p
  · exact h
  · exact h

-- good if then else
example (n : Nat) : n = 0 ∨ n ≠ 0 := by
  if h : n = 0 then exact .inl h else exact .inr h
-- bad if then else
example (n : Nat) : n = 0 := by
  if h : n = 0 then exact h else exact h

-- good injection
example (a b : Nat) (h : Nat.succ a = Nat.succ b) : a = b := by injection h
-- bad injection
example (a b : Nat) (h : a + b = b + a) : a = b := by injection h

-- good injections
example (a b : Nat) (h : Nat.succ (Nat.succ a) = Nat.succ (Nat.succ b)) : a = b := by
  injections
-- bad injections
example (a b : Nat) (h : Nat.succ a = Nat.succ b) : a = b + 1 := by
  injections

-- good nofun
example : 1 ≠ 2 := by nofun
-- bad nofun
example : 1 ≠ 1 := by nofun

-- good nomatch
example (h : 1 = 2) : False := by nomatch h
-- bad nomatch
example (h : 1 = 1) : False := by nomatch h

-- good case
example : True ∧ 1 = 1 := by
  constructor
  case right => rfl
  case left => trivial
-- bad case
example : True ∧ 1 = 2 := by
  constructor
  case right => rfl
  case left => trivial

-- good case'
example : True ∧ 1 = 1 := by
  constructor
  case' left => skip
  all_goals trivial
-- bad case'
example : True ∧ 1 = 1 := by
  constructor
  case' middle => skip
  all_goals trivial

-- good next
example : True ∧ 1 = 1 := by
  constructor
  next => trivial
  next => rfl
-- bad next
example : True ∧ 1 = 2 := by
  constructor
  next => trivial
  next => rfl

-- good rw
example (a b c : Nat) (h : a = b) (g : b = c) : a = c := by rw [h, g]
-- bad rw
example (a b c : Nat) (h : a = b) (g : b = c) : a = c := by rw [g, h]

-- good rw at
example (a b : Nat) (h : a + 0 = b) : a = b := by
  rw [Nat.add_zero] at h
  exact h
-- bad rw at
example (a b : Nat) (h : a = b) : a = b := by
  rw [Nat.add_zero] at h
  exact h

-- good rw backwards
example (a b : Nat) (h : a = b) : b = a := by rw [← h]
-- bad rw backwards
example (a b c : Nat) (h : a = b) : c = a := by rw [← h]

-- good rw iff
example (p q : Prop) (h : p ↔ q) (hq : q) : p := by rw [h]; exact hq
-- bad rw iff
example (p q : Prop) (h : p ↔ q) (hp : p) : p := by rw [h]; exact hp

-- good rewrite
example (a b : Nat) (h : a = b) : a + 0 = b := by
  rewrite [h]
  rfl
-- bad rewrite
example (a b : Nat) (h : a = b) : a = b := by
  rewrite [Nat.mul_comm]
  exact h

-- good rwa
example (a b : Nat) (h : b = 3) (g : a = b) : a = 3 := by rwa [g]
-- bad rwa
example (a b : Nat) (h : b = 4) (g : a = b) : a = 3 := by rwa [g]

-- good simp
example (n : Nat) : 0 + n = n := by simp
-- bad simp
example (n : Nat) : 1 + n = n := by simp

-- good simp only
example (n : Nat) : 0 + n * 1 = n := by simp only [Nat.zero_add, Nat.mul_one]
-- bad simp only
example (n : Nat) : 0 + n * 1 = n := by simp only [Nat.add_comm]

-- good simp hypotheses
example (p q : Prop) (hp : p) (hq : q) : p ∧ q := by simp [*]
-- bad simp hypotheses
example (p q : Prop) (hp : p) : p ∧ q := by simp [*]

-- good simp at
example (a b : Nat) (h : a + 0 = b) : a = b := by
  simp at h
  exact h
-- bad simp at
example (a b : Nat) (h : a = b) : a = b := by
  simp at h
  exact h

-- good simp?
example (n : Nat) : n * 0 = 0 := by simp?
-- bad simp?
example (n : Nat) : n * 0 = 1 := by simp?

-- good simpa
example (a b : Nat) (h : a + 0 = b) : a = b := by simpa using h
-- bad simpa
example (a b : Nat) (h : a + 1 = b) : a = b := by simpa using h

-- good simp_all
example (p q : Prop) (hp : p) (h : p → q) : q := by simp_all
-- bad simp_all
example (p q : Prop) (hq : q) (h : p → q) : p := by simp_all

-- good dsimp
example (n : Nat) : (fun x => x + 1) n = n + 1 := by dsimp
-- bad dsimp
example (n m : Nat) : (fun x => x + 1) n = m := by dsimp

-- good unfold
def twice (n : Nat) : Nat := n + n
example : twice 2 = 4 := by unfold twice; rfl
-- bad unfold
def thrice (n : Nat) : Nat := n + n + n
example : thrice 2 = 5 := by unfold thrice; rfl

-- good delta
def four : Nat := 4
example : four = 4 := by delta four; rfl
-- bad delta
def five : Nat := 5
example : five = 4 := by delta five; rfl

-- good symm
example (a b : Nat) (h : a = b) : b = a := by symm; exact h
-- bad symm
example (a b : Nat) (h : a ≤ b) : b ≤ a := by symm; exact h

-- good subst
example (a b : Nat) (h : a = b) : b = a := by subst h; rfl
-- bad subst
example (a b : Nat) (h : a + 1 = b + 1) : b = a := by subst h; rfl

-- good subst_vars
example (a b : Nat) (h : a = b) : b = a := by subst_vars; rfl
-- bad subst_vars
example (a b c : Nat) (h : a = b) : c = a := by subst_vars; rfl

-- good subst_eqs
example (a b : Nat) (h : a = b) : b = a := by subst_eqs; rfl
-- bad subst_eqs
example (a b c : Nat) (h : a = b) : c = a := by subst_eqs; rfl

-- good funext
example (f g : Nat → Nat) (h : ∀ x, f x = g x) : f = g := by funext x; exact h x
-- bad funext
example (f g : Nat → Nat) (h : f 0 = g 0) : f = g := by funext x; exact h

-- good ext
example (p q : Prop) (h : p ↔ q) : p = q := by ext; exact h
-- bad ext
example (a b : Nat) (h : a = b) : a = b := by ext; exact h

-- good congr
example (f : Nat → Nat) (a b : Nat) (h : a = b) : f a = f b := by congr
-- bad congr
example (f : Nat → Nat) (a b : Nat) : f a = f b := by congr

-- good decide
example : 2 * 3 ≠ 5 := by decide
-- bad decide
example : 2 * 3 = 5 := by decide

-- good ac_rfl
example (a b c : Nat) : a + b + c = c + (b + a) := by ac_rfl
-- bad ac_rfl
example (a b c : Nat) : a + b + c = c + (b + b) := by ac_rfl

-- good split
example (a b : Nat) : (if a = b then 1 else 1) = 1 := by split <;> rfl
-- bad split
example (a b : Nat) : (if a = b then 1 else 2) = 1 := by split <;> rfl

-- good specialize
example (f : Nat → Prop) (h : ∀ x, f x) : f 2 := by specialize h 2; exact h
-- bad specialize
example (f : Nat → Prop) (h : ∀ x, f x) : f 2 := by specialize h 3; exact h

-- good replace
example (p q : Prop) (h : p) (f : p → q) : q := by
  replace h := f h
  exact h
-- bad replace
example (p q : Prop) (h : p) (f : p → q) : p := by
  replace h := f h
  exact h

-- good generalize
example (a : Nat) : a + a = a + a := by generalize a + a = x; rfl
-- bad generalize
example (a : Nat) : a + a = 2 * a := by generalize a + a = x; rfl

-- good revert
example (a b : Nat) (h : a = b) : b = a := by revert h; intro h; rw [h]
-- bad revert
example (a b : Nat) (h : a = b) : b = a := by revert h; rfl

-- good clear
example (p q : Prop) (hp : p) (hq : q) : p := by clear hq; exact hp
-- bad clear
example (p q : Prop) (hp : p) (hq : q) : p := by clear hp; assumption

-- good clear_value
example : ∃ x : Nat, x = x := by
  let y := 3
  clear_value y
  exact ⟨y, rfl⟩
-- bad clear_value
example : ∃ x : Nat, x = 3 := by
  let y := 3
  clear_value y
  exact ⟨y, rfl⟩

-- good rename
example (p : Prop) (h : p) : p := by
  rename p => g
  exact g
-- bad rename
example (p q : Prop) (h : p) : p := by
  rename q => g
  exact g

-- good rename_i
example (p : Prop) : p → p := by
  intro
  rename_i h
  exact h
-- bad rename_i
example (p : Prop) : p → p := by
  intro h
  rename_i g
  exact g

-- good expose_names
example (p : Prop) : p → p := by
  intro
  expose_names
  exact h
-- bad expose_names
example (p q : Prop) : p → q := by
  intro
  expose_names
  exact h

-- good all_goals
example : True ∧ True := by constructor; all_goals trivial
-- bad all_goals
example : True ∧ False := by constructor; all_goals trivial

-- good any_goals
example : True ∧ 1 = 1 := by
  constructor
  any_goals trivial
-- bad any_goals
example (p : Prop) : p ∧ p := by
  constructor
  any_goals contradiction

-- good try
example : True := by
  try contradiction
  trivial
-- bad try
example : False := by
  try contradiction
  trivial

-- good first
example : 1 = 1 ∨ False := by first | exact .inr ‹_› | exact .inl rfl
-- bad first
example : 1 = 2 ∨ False := by first | exact .inr ‹_› | exact .inl rfl

-- good repeat
example : True ∧ True ∧ True := by repeat (first | trivial | constructor)
-- bad repeat
example : True ∧ True ∧ False := by repeat (first | exact True.intro | apply And.intro)

-- good repeat'
example : True ∧ True ∧ True := by repeat' constructor
-- bad repeat'
example : True ∧ True ∧ False := by repeat' constructor

-- good repeat1'
example : True ∧ True := by repeat1' constructor
-- bad repeat1'
example (p : Prop) (h : p) : p := by repeat1' constructor

-- good iterate
example : True ∧ True ∧ True := by
  iterate 2 refine ⟨trivial, ?_⟩
  trivial
-- bad iterate
example : True ∧ True := by
  iterate 2 refine ⟨trivial, ?_⟩
  trivial

-- good and then <;>
example : True ∧ True := by constructor <;> trivial
-- bad and then <;>
example : True ∧ False := by constructor <;> trivial

-- good bullet
example : True ∧ True := by
  constructor
  · trivial
  · trivial
-- bad bullet
example : True ∧ True := by
  constructor
  · skip
  · trivial

-- good parentheses
example : True ∧ True := by (constructor <;> (trivial))
-- bad parentheses
example : True ∧ False := by (constructor <;> (trivial))

-- good focus
example : True ∧ True := by
  constructor
  focus trivial
  trivial
-- bad focus
example : True ∧ True := by
  constructor
  focus (trivial; trivial)

-- good skip
example : True := by skip; trivial
-- bad skip
example : True := by skip

-- good done
example : True := by trivial; done
-- bad done
example : True ∧ True := by constructor; done

-- good fail
example : True := by first | fail "no" | trivial
-- bad fail
example : True := by fail "no"

-- good fail_if_success
example : True := by
  fail_if_success contradiction
  trivial
-- bad fail_if_success
example : True := by
  fail_if_success trivial
  trivial

-- good guard_hyp
example (n : Nat) (h : n = 2) : n = 2 := by
  guard_hyp h : n = 2
  exact h
-- bad guard_hyp
example (n : Nat) (h : n = 2) : n = 2 := by
  guard_hyp h : n = 3
  exact h

-- good guard_target
example : 1 = 1 := by
  guard_target = 1 = 1
  rfl
-- bad guard_target
example : 1 = 1 := by
  guard_target = 1 = 2
  rfl

-- good trace_state
example : True := by trace_state; trivial
-- bad trace_state
example : False := by trace_state; trivial

-- good show_term
example : True := by show_term trivial
-- bad show_term
example : False := by show_term trivial

-- good exact?
example (a b : Nat) (h : a = b) : a = b := by exact?
-- bad exact?
example (a b : Nat) : a = b := by exact?

-- good solve_by_elim
example (p q r : Prop) (f : p → q) (g : q → r) (h : p) : r := by solve_by_elim
-- bad solve_by_elim
example (p q r : Prop) (f : p → q) (g : q → r) (h : q) : p := by solve_by_elim

-- good solve
example : True := by solve | contradiction | trivial
-- bad solve
example (p : Prop) : p ∧ p := by solve | contradiction | constructor

-- good and_intros
example : True ∧ True ∧ True := by and_intros <;> trivial
-- bad and_intros
example : True ∧ True ∧ False := by and_intros <;> trivial

-- good infer_instance
example : Decidable (1 = 2) := by infer_instance
-- bad infer_instance
example (p : Prop) : Decidable p := by infer_instance

-- good classical
example (p : Prop) : p ∨ ¬p := by
  classical
  by_cases h : p
  · exact .inl h
  · exact .inr h
-- bad classical
example (p : Prop) : p := by
  classical
  by_cases h : p
  · exact h
  · exact h

-- good with_reducible
example (a : Nat) : a = a := by with_reducible rfl
-- bad with_reducible
def hidden : Nat := 2
example : hidden = 2 := by with_reducible rfl

-- good with_unfolding_all
example : 2 + 2 = 4 := by with_unfolding_all rfl
-- bad with_unfolding_all
example : 2 + 2 = 5 := by with_unfolding_all rfl

-- good rotate_left
example : True ∧ 1 = 1 := by
  constructor
  rotate_left
  exact rfl
  trivial
-- bad rotate_left
example (p : Prop) (h : p) : p ∧ 1 = 1 := by
  constructor
  rotate_left
  exact h
  exact rfl

-- good rotate_right
example : True ∧ 1 = 1 := by
  constructor
  rotate_right
  exact rfl
  trivial
-- bad rotate_right
example (p : Prop) (h : p) : p ∧ 1 = 1 := by
  constructor
  rotate_right
  exact h
  exact rfl

-- good unhygienic
example (p : Prop) : p → p := by
  unhygienic intro
  assumption
-- bad unhygienic
example (p q : Prop) : p → q := by
  unhygienic intro
  assumption

-- good calc
example (a b c : Nat) (h : a ≤ b) (g : b < c) : a < c := calc
  a ≤ b := h
  _ < c := g
-- bad calc
example (a b c : Nat) (h : a ≤ b) (g : b < c) : a < c := calc
  a ≤ b := h
  _ ≤ c := Nat.le_of_lt g

-- good calc tactic
example (a b c : Nat) (h : a = b) (g : b = c) : a = c := by
  calc a = b := h
    _ = c := g
-- bad calc tactic
example (a b c : Nat) (h : a = b) (g : b = c) : a = c := by
  calc a = b := h
    _ = c := h

-- good ac_nf
example (a b c : Nat) : a + b + c = c + (b + a) := by ac_nf
-- bad ac_nf
example (a b c : Nat) : a + b + c = c + (b + b) := by ac_nf

-- good ac_nf0
example (a b c : Nat) : a + b + c = c + (b + a) := by ac_nf0; rfl
-- bad ac_nf0
example (a b c : Nat) : a + b + c = c + (b + b) := by ac_nf0; rfl

-- good apply_rfl
example (a : Nat) : a = a := by apply_rfl
-- bad apply_rfl
example (a b : Nat) : a = b := by apply_rfl

-- good rfl'
example (a : Nat) : a = a := by rfl'
-- bad rfl'
example (a b : Nat) : a = b := by rfl'

-- good ext1
example (f g : Nat → Nat) (h : ∀ x, f x = g x) : f = g := by ext1 x; exact h x
-- bad ext1
example (f g : Nat → Nat) : f = g := by ext1 x; rfl

-- good refine_lift
example (p q : Prop) (h : p) (k : q) : p ∧ q := by refine_lift And.intro ?_ k; exact h
-- bad refine_lift
example (p q : Prop) (h : p) (k : q) : p ∧ q := by refine_lift And.intro ?_ h; exact h

-- good refine_lift'
example (p q : Prop) (h : p) (k : q) : p ∧ q := by refine_lift' And.intro ?_ k; exact h
-- bad refine_lift'
example (p q : Prop) (h : p) (k : q) : p ∧ q := by refine_lift' And.intro ?_ h; exact h

-- good exacts
example (p q : Prop) (h : p) (k : q) : p ∧ q := by constructor; exacts [h, k]
example (p q r : Prop) (h : p) (k : q) (l : r) : p ∧ q ∧ r := by refine ⟨?_, ?_, ?_⟩; exacts [h, k, l,]
example (p : Prop) (h : p) : p := by exacts [h]
-- bad exacts
example (p q : Prop) (h : p) (k : q) : p ∧ q := by constructor; exacts [h, h]

-- good exacts leaves no goal
example (p q : Prop) (h : p) (k : q) : p ∧ q := by constructor; exacts [h, k]
-- bad exacts leaves no goal
example (p q : Prop) (h : p) (k : q) : p ∧ q := by constructor; exacts [h]; exact k

-- good exacts with an empty list
example : True := by constructor; exacts []
-- bad exacts with an empty list
example (p : Prop) : p := by exacts []

-- good use
example : ∃ n : Nat, n + 1 = 3 := by use 2
example : ∃ n m : Nat, n + m = 3 ∧ n < m := by use 1, 2
example (p : Nat → Prop) (h : p 4) : ∃ n, p n := by use 4
-- bad use
example : ∃ n : Nat, n + 1 = 3 := by use 1

-- good use leaves a goal
example (p : Nat → Prop) (h : ∀ n, p n) : ∃ n, p (n + 2) := by use 4; exact h 6
-- bad use leaves a goal
example (p : Nat → Prop) (h : ∀ n, p n) : ∃ n, p (n + 2) := by use 4; exact h 4

-- good by_contra
example (p : Prop) (h : ¬¬p) : p := by by_contra k; exact h k
-- bad by_contra
example (p : Prop) (h : ¬p) : p := by by_contra k; exact h k

-- good by_contra of a negation
example (p : Prop) (h : p) : ¬¬p := by by_contra k; exact k h
example (a b : Nat) (h : a < b) : a ≠ b := by by_contra k; exact absurd h (k ▸ Nat.lt_irrefl a)
-- bad by_contra of a negation
example (p : Prop) (h : ¬p) : ¬¬p := by by_contra k; exact k h

-- good by_contra without a name
example (p : Prop) (h : ¬¬p) : p := by
  by_contra
  exact h this
-- bad by_contra without a name
example (p : Prop) (h : p) : ¬p := by
  by_contra
  exact h this

-- good words that are no tokens
example (use exacts by_contra : Nat) : use + exacts + by_contra = use + (exacts + by_contra) := Nat.add_assoc use exacts by_contra
-- bad words that are no tokens
example (use exacts by_contra : Nat) : use + exacts + by_contra = use + (exacts + use) := Nat.add_assoc use exacts by_contra

-- good apply_assumption
example (p q : Prop) (h : p → q) (k : p) : q := by apply_assumption; exact k
-- bad apply_assumption
example (p q : Prop) (h : p → q) (k : q) : p := by apply_assumption; exact k

-- good apply_rules
example (p q : Prop) (h : p → q) (k : p) : q := by apply_rules [h]
-- bad apply_rules
example (p q : Prop) (h : p → q) (k : q) : p := by apply_rules [h]

-- good push_neg
example (p : Nat → Prop) (h : ∃ n, ¬p n) : ¬∀ n, p n := by push_neg; exact h
example (p q : Nat → Prop) (h : ¬∃ n, p n ∧ q n) : ∀ n, p n → ¬q n := by push_neg at h; exact h
example (a b : Nat) (h : ¬(a ≤ b ∨ b < 2)) : b < a ∧ 2 ≤ b := by push_neg at h; exact h
example (f : Nat → Nat) (h : ¬∀ n, ∀ m > n, f n ≤ f m) : ∃ n, ∃ m, n < m ∧ f m < f n := by push_neg at h; exact h
example (a b c : Nat) (h : ¬(a ≥ b ∧ b ≠ c)) (k : b ≤ a) : b = c := by push_neg at h; exact h k
-- bad push_neg
example (p q : Nat → Prop) (h : ¬∃ n, p n ∧ q n) : ∀ n, p n → q n := by push_neg at h; exact h

-- good push_neg where nothing is negated
example (a b : Nat) (h : a ≤ b) : a ≤ b := by first | (push_neg at h; done) | exact h
-- bad push_neg where nothing is negated
example (a b : Nat) (h : a ≤ b) : a ≤ b := by push_neg at h; exact h
