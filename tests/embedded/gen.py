def w(path, rows):
    out = []
    for name, good, bad in rows:
        out.append(f"-- good {name}\n{good}\n-- bad {name}\n{bad}\n")
    open(path, "w").write("\n".join(out))


T = []


def t(n, g, b):
    T.append((n, g, b))


t(
    "intro",
    "example (p q : Prop) : p → q → p := by intro hp hq; exact hp",
    "example (p q : Prop) : p → q → p := by intro hp hq; exact hq",
)
t(
    "intros",
    "example (p q : Prop) : p → q → p := by intros; assumption",
    "example (p q : Prop) : p → q := by intros; assumption",
)
t(
    "exact",
    "example (a b : Nat) (h : a = b) : b = a := by exact h.symm",
    "example (a b : Nat) (h : a = b) : b = a := by exact h",
)
t(
    "apply",
    "example (p q : Prop) (h : p → q) (hp : p) : q := by apply h; exact hp",
    "example (p q : Prop) (h : p → q) (hq : q) : p := by apply h",
)
t(
    "refine",
    "example : ∃ x : Nat, x = 2 := by refine ⟨2, ?_⟩; rfl",
    "example : ∃ x : Nat, x = 2 := by refine ⟨3, ?_⟩; rfl",
)
t(
    "refine'",
    "example (p : Prop) (h : p) : p ∧ p := by refine' ⟨h, _⟩; exact h",
    "example (p q : Prop) (h : p) : p ∧ q := by refine' ⟨h, _⟩; exact h",
)
t(
    "assumption",
    "example (p q : Prop) (hp : p) (hq : q) : q := by assumption",
    "example (p q : Prop) (hp : p) : q := by assumption",
)
t("rfl", "example (n : Nat) : n + 0 = n := by rfl", "example (n : Nat) : 0 + n = n := by rfl")
t("rfl iff", "example (p : Prop) : p ↔ p := by rfl", "example (p q : Prop) : p ↔ q := by rfl")
t("eq_refl", "example : 2 + 2 = 4 := by eq_refl", "example : 2 + 2 = 5 := by eq_refl")
t(
    "constructor",
    "example (p q : Prop) (hp : p) (hq : q) : p ∧ q := by\n  constructor\n  · exact hp\n  · exact hq",
    "example (p q : Prop) (hp : p) : p ∧ q := by\n  constructor\n  · exact hp\n  · exact hp",
)
t(
    "left",
    "example (p q : Prop) (h : p) : p ∨ q := by left; exact h",
    "example (p q : Prop) (h : q) : p ∨ q := by left; exact h",
)
t(
    "right",
    "example (p q : Prop) (h : q) : p ∨ q := by right; exact h",
    "example (p q : Prop) (h : p) : p ∨ q := by right; exact h",
)
t(
    "exists",
    "example : ∃ x y : Nat, x + y = 3 := by exists 1, 2",
    "example : ∃ x y : Nat, x + y = 3 := by exists 1, 1",
)
t(
    "have",
    "example (a b : Nat) (h : a = b) : b = a := by\n  have g : b = a := h.symm\n  exact g",
    "example (a b : Nat) (h : a = b) : b = a := by\n  have g : b = a := h\n  exact g",
)
t(
    "have'",
    "example (a b : Nat) (h : a = b) : b = a := by\n  have' g := Eq.symm h\n  exact g",
    "example (a b : Nat) (h : a = b) : b = a := by\n  have' g := h\n  exact g",
)
t(
    "haveI",
    "example (a : Nat) : a = a := by\n  haveI h : a = a := rfl\n  exact h",
    "example (a : Nat) : a = a + 1 := by\n  haveI h : a = a + 1 := rfl\n  exact h",
)
t(
    "let",
    "example : ∃ x : Nat, x = 3 := by\n  let y := 3\n  exact ⟨y, rfl⟩",
    "example : ∃ x : Nat, x = 3 := by\n  let y := 4\n  exact ⟨y, rfl⟩",
)
t(
    "letI",
    "example : ∃ x : Nat, x = 3 := by\n  letI y := 3\n  exact ⟨y, rfl⟩",
    "example : ∃ x : Nat, x = 3 := by\n  letI y := 4\n  exact ⟨y, rfl⟩",
)
t(
    "show",
    "example (a b : Nat) (h : a = b) : a = b + 0 := by\n  show a = b\n  exact h",
    "example (a b : Nat) (h : a = b) : a = b + 1 := by\n  show a = b\n  exact h",
)
t(
    "suffices",
    "example (a b : Nat) (h : a = b) : b = a := by\n  suffices g : a = b from g.symm\n  exact h",
    "example (a b : Nat) (h : a = b) : b = a := by\n  suffices g : b = a from g.symm\n  exact h.symm",
)
t(
    "change",
    "example (a : Nat) : a + 0 = a := by change a = a; rfl",
    "example (a : Nat) : 0 + a = a := by change a = a; rfl",
)
t(
    "exfalso",
    "example (p : Prop) (h : False) : p := by exfalso; exact h",
    "example (p : Prop) (h : p) : p := by exfalso; exact h",
)
t(
    "contradiction",
    "example (a : Nat) (h : a + 1 = 0) : False := by contradiction",
    "example (a : Nat) (h : a + 1 = 1) : False := by contradiction",
)
t(
    "false_or_by_contra",
    "example (p : Prop) (h : ¬¬p) : p := by\n  false_or_by_contra\n  exact h ‹_›",
    "example (p : Prop) (h : ¬p) : p := by\n  false_or_by_contra\n  exact h ‹p›",
)
t("trivial", "example : True := by trivial", "example : False := by trivial")
t(
    "sorry",
    "example (p : Prop) (h : p) : p := by\n  first\n  | exact h\n  | sorry",
    "example (p : Prop) : p := by\n  sorry\n  exact 0",
)
t(
    "admit",
    "example (p : Prop) (h : p) : p := by\n  first\n  | exact h\n  | admit",
    "example (p : Prop) : p := by\n  admit\n  exact 0",
)
t(
    "cases",
    "example (p q : Prop) (h : p ∨ q) : q ∨ p := by\n  cases h with\n  | inl h => exact .inr h\n  | inr h => exact .inl h",
    "example (p q : Prop) (h : p ∨ q) : p := by\n  cases h with\n  | inl h => exact h\n  | inr h => exact h",
)
t(
    "induction",
    "example (n : Nat) : 0 + n = n := by\n  induction n with\n  | zero => rfl\n  | succ n ih => rw [← Nat.add_assoc, ih]",
    "example (n : Nat) : n = 0 := by\n  induction n with\n  | zero => rfl\n  | succ n ih => rw [ih]",
)
t(
    "induction generalizing",
    "example (a b c : Nat) : a + b + c = a + (b + c) := by\n  induction c generalizing a with\n  | zero => rfl\n  | succ n ih => exact congrArg Nat.succ (ih a)",
    "example (a b c : Nat) : a + b + c = a + (b + c) := by\n  induction c generalizing a with\n  | zero => rfl\n  | succ n ih => exact ih a",
)
t(
    "match",
    "example (h : ∃ x : Nat, x = 2) : ∃ y : Nat, y = 2 := by\n  match h with\n  | ⟨x, hx⟩ => exact ⟨x, hx⟩",
    "example (n : Nat) : n = n + 0 := by\n  match n with\n  | 0 => rfl",
)
t(
    "rcases",
    "example (p q r : Prop) (h : p ∧ (q ∨ r)) : q ∨ r := by\n  rcases h with ⟨_, hq | hr⟩\n  · exact .inl hq\n  · exact .inr hr",
    "example (p q r : Prop) (h : p ∧ (q ∨ r)) : q := by\n  rcases h with ⟨_, hq | hr⟩\n  · exact hq\n  · exact hr",
)
t(
    "obtain",
    "example (h : ∃ x : Nat, x = 2) : ∃ y : Nat, 2 = y := by\n  obtain ⟨x, rfl⟩ := h\n  exact ⟨2, rfl⟩",
    "example (h : ∃ x : Nat, x = 2) : ∃ y : Nat, 2 = y := by\n  obtain ⟨x, hx⟩ := h\n  exact ⟨3, hx⟩",
)
t(
    "rintro",
    "example : (∃ x : Nat, x = 2) → True ∧ True := by\n  rintro ⟨x, rfl⟩\n  exact ⟨trivial, trivial⟩",
    "example (p q : Prop) : p ∨ q → p := by\n  rintro (h | h)\n  · exact h\n  · exact h",
)
t(
    "by_cases",
    "example (p : Prop) : p ∨ ¬p := by\n  by_cases h : p\n  · exact .inl h\n  · exact .inr h",
    "example (p : Prop) : p := by\n  by_cases h : p\n  · exact h\n  · exact h",
)
t(
    "if then else",
    "example (n : Nat) : n = 0 ∨ n ≠ 0 := by\n  if h : n = 0 then exact .inl h else exact .inr h",
    "example (n : Nat) : n = 0 := by\n  if h : n = 0 then exact h else exact h",
)
t(
    "injection",
    "example (a b : Nat) (h : Nat.succ a = Nat.succ b) : a = b := by injection h",
    "example (a b : Nat) (h : a + b = b + a) : a = b := by injection h",
)
t(
    "injections",
    "example (a b : Nat) (h : Nat.succ (Nat.succ a) = Nat.succ (Nat.succ b)) : a = b := by\n  injections",
    "example (a b : Nat) (h : Nat.succ a = Nat.succ b) : a = b + 1 := by\n  injections",
)
t("nofun", "example : 1 ≠ 2 := by nofun", "example : 1 ≠ 1 := by nofun")
t("nomatch", "example (h : 1 = 2) : False := by nomatch h", "example (h : 1 = 1) : False := by nomatch h")
t(
    "case",
    "example : True ∧ 1 = 1 := by\n  constructor\n  case right => rfl\n  case left => trivial",
    "example : True ∧ 1 = 2 := by\n  constructor\n  case right => rfl\n  case left => trivial",
)
t(
    "case'",
    "example : True ∧ 1 = 1 := by\n  constructor\n  case' left => skip\n  all_goals trivial",
    "example : True ∧ 1 = 1 := by\n  constructor\n  case' middle => skip\n  all_goals trivial",
)
t(
    "next",
    "example : True ∧ 1 = 1 := by\n  constructor\n  next => trivial\n  next => rfl",
    "example : True ∧ 1 = 2 := by\n  constructor\n  next => trivial\n  next => rfl",
)
t(
    "rw",
    "example (a b c : Nat) (h : a = b) (g : b = c) : a = c := by rw [h, g]",
    "example (a b c : Nat) (h : a = b) (g : b = c) : a = c := by rw [g, h]",
)
t(
    "rw at",
    "example (a b : Nat) (h : a + 0 = b) : a = b := by\n  rw [Nat.add_zero] at h\n  exact h",
    "example (a b : Nat) (h : a = b) : a = b := by\n  rw [Nat.add_zero] at h\n  exact h",
)
t(
    "rw backwards",
    "example (a b : Nat) (h : a = b) : b = a := by rw [← h]",
    "example (a b c : Nat) (h : a = b) : c = a := by rw [← h]",
)
t(
    "rw iff",
    "example (p q : Prop) (h : p ↔ q) (hq : q) : p := by rw [h]; exact hq",
    "example (p q : Prop) (h : p ↔ q) (hp : p) : p := by rw [h]; exact hp",
)
t(
    "rewrite",
    "example (a b : Nat) (h : a = b) : a + 0 = b := by\n  rewrite [h]\n  rfl",
    "example (a b : Nat) (h : a = b) : a = b := by\n  rewrite [Nat.mul_comm]\n  exact h",
)
t(
    "rwa",
    "example (a b : Nat) (h : b = 3) (g : a = b) : a = 3 := by rwa [g]",
    "example (a b : Nat) (h : b = 4) (g : a = b) : a = 3 := by rwa [g]",
)
t("simp", "example (n : Nat) : 0 + n = n := by simp", "example (n : Nat) : 1 + n = n := by simp")
t(
    "simp only",
    "example (n : Nat) : 0 + n * 1 = n := by simp only [Nat.zero_add, Nat.mul_one]",
    "example (n : Nat) : 0 + n * 1 = n := by simp only [Nat.add_comm]",
)
t(
    "simp hypotheses",
    "example (p q : Prop) (hp : p) (hq : q) : p ∧ q := by simp [*]",
    "example (p q : Prop) (hp : p) : p ∧ q := by simp [*]",
)
t(
    "simp at",
    "example (a b : Nat) (h : a + 0 = b) : a = b := by\n  simp at h\n  exact h",
    "example (a b : Nat) (h : a = b) : a = b := by\n  simp at h\n  exact h",
)
t("simp?", "example (n : Nat) : n * 0 = 0 := by simp?", "example (n : Nat) : n * 0 = 1 := by simp?")
t(
    "simpa",
    "example (a b : Nat) (h : a + 0 = b) : a = b := by simpa using h",
    "example (a b : Nat) (h : a + 1 = b) : a = b := by simpa using h",
)
t(
    "simp_all",
    "example (p q : Prop) (hp : p) (h : p → q) : q := by simp_all",
    "example (p q : Prop) (hq : q) (h : p → q) : p := by simp_all",
)
t(
    "dsimp",
    "example (n : Nat) : (fun x => x + 1) n = n + 1 := by dsimp",
    "example (n m : Nat) : (fun x => x + 1) n = m := by dsimp",
)
t(
    "unfold",
    "def twice (n : Nat) : Nat := n + n\nexample : twice 2 = 4 := by unfold twice; rfl",
    "def thrice (n : Nat) : Nat := n + n + n\nexample : thrice 2 = 5 := by unfold thrice; rfl",
)
t(
    "delta",
    "def four : Nat := 4\nexample : four = 4 := by delta four; rfl",
    "def five : Nat := 5\nexample : five = 4 := by delta five; rfl",
)
t(
    "symm",
    "example (a b : Nat) (h : a = b) : b = a := by symm; exact h",
    "example (a b : Nat) (h : a ≤ b) : b ≤ a := by symm; exact h",
)
t(
    "subst",
    "example (a b : Nat) (h : a = b) : b = a := by subst h; rfl",
    "example (a b : Nat) (h : a + 1 = b + 1) : b = a := by subst h; rfl",
)
t(
    "subst_vars",
    "example (a b : Nat) (h : a = b) : b = a := by subst_vars; rfl",
    "example (a b c : Nat) (h : a = b) : c = a := by subst_vars; rfl",
)
t(
    "subst_eqs",
    "example (a b : Nat) (h : a = b) : b = a := by subst_eqs; rfl",
    "example (a b c : Nat) (h : a = b) : c = a := by subst_eqs; rfl",
)
t(
    "funext",
    "example (f g : Nat → Nat) (h : ∀ x, f x = g x) : f = g := by funext x; exact h x",
    "example (f g : Nat → Nat) (h : f 0 = g 0) : f = g := by funext x; exact h",
)
t(
    "ext",
    "example (p q : Prop) (h : p ↔ q) : p = q := by ext; exact h",
    "example (a b : Nat) (h : a = b) : a = b := by ext; exact h",
)
t(
    "congr",
    "example (f : Nat → Nat) (a b : Nat) (h : a = b) : f a = f b := by congr",
    "example (f : Nat → Nat) (a b : Nat) : f a = f b := by congr",
)
t("decide", "example : 2 * 3 ≠ 5 := by decide", "example : 2 * 3 = 5 := by decide")
t(
    "ac_rfl",
    "example (a b c : Nat) : a + b + c = c + (b + a) := by ac_rfl",
    "example (a b c : Nat) : a + b + c = c + (b + b) := by ac_rfl",
)
t(
    "split",
    "example (a b : Nat) : (if a = b then 1 else 1) = 1 := by split <;> rfl",
    "example (a b : Nat) : (if a = b then 1 else 2) = 1 := by split <;> rfl",
)
t(
    "specialize",
    "example (f : Nat → Prop) (h : ∀ x, f x) : f 2 := by specialize h 2; exact h",
    "example (f : Nat → Prop) (h : ∀ x, f x) : f 2 := by specialize h 3; exact h",
)
t(
    "replace",
    "example (p q : Prop) (h : p) (f : p → q) : q := by\n  replace h := f h\n  exact h",
    "example (p q : Prop) (h : p) (f : p → q) : p := by\n  replace h := f h\n  exact h",
)
t(
    "generalize",
    "example (a : Nat) : a + a = a + a := by generalize a + a = x; rfl",
    "example (a : Nat) : a + a = 2 * a := by generalize a + a = x; rfl",
)
t(
    "revert",
    "example (a b : Nat) (h : a = b) : b = a := by revert h; intro h; rw [h]",
    "example (a b : Nat) (h : a = b) : b = a := by revert h; rfl",
)
t(
    "clear",
    "example (p q : Prop) (hp : p) (hq : q) : p := by clear hq; exact hp",
    "example (p q : Prop) (hp : p) (hq : q) : p := by clear hp; assumption",
)
t(
    "clear_value",
    "example : ∃ x : Nat, x = x := by\n  let y := 3\n  clear_value y\n  exact ⟨y, rfl⟩",
    "example : ∃ x : Nat, x = 3 := by\n  let y := 3\n  clear_value y\n  exact ⟨y, rfl⟩",
)
t(
    "rename",
    "example (p : Prop) (h : p) : p := by\n  rename p => g\n  exact g",
    "example (p q : Prop) (h : p) : p := by\n  rename q => g\n  exact g",
)
t(
    "rename_i",
    "example (p : Prop) : p → p := by\n  intro\n  rename_i h\n  exact h",
    "example (p : Prop) : p → p := by\n  intro h\n  rename_i g\n  exact g",
)
t(
    "expose_names",
    "example (p : Prop) : p → p := by\n  intro\n  expose_names\n  exact h",
    "example (p q : Prop) : p → q := by\n  intro\n  expose_names\n  exact h",
)
t(
    "all_goals",
    "example : True ∧ True := by constructor; all_goals trivial",
    "example : True ∧ False := by constructor; all_goals trivial",
)
t(
    "any_goals",
    "example : True ∧ 1 = 1 := by\n  constructor\n  any_goals trivial",
    "example (p : Prop) : p ∧ p := by\n  constructor\n  any_goals contradiction",
)
t(
    "try",
    "example : True := by\n  try contradiction\n  trivial",
    "example : False := by\n  try contradiction\n  trivial",
)
t(
    "first",
    "example : 1 = 1 ∨ False := by first | exact .inr ‹_› | exact .inl rfl",
    "example : 1 = 2 ∨ False := by first | exact .inr ‹_› | exact .inl rfl",
)
t(
    "repeat",
    "example : True ∧ True ∧ True := by repeat (first | trivial | constructor)",
    "example : True ∧ True ∧ False := by repeat (first | exact True.intro | apply And.intro)",
)
t(
    "repeat'",
    "example : True ∧ True ∧ True := by repeat' constructor",
    "example : True ∧ True ∧ False := by repeat' constructor",
)
t(
    "repeat1'",
    "example : True ∧ True := by repeat1' constructor",
    "example (p : Prop) (h : p) : p := by repeat1' constructor",
)
t(
    "iterate",
    "example : True ∧ True ∧ True := by\n  iterate 2 refine ⟨trivial, ?_⟩\n  trivial",
    "example : True ∧ True := by\n  iterate 2 refine ⟨trivial, ?_⟩\n  trivial",
)
t(
    "and then <;>",
    "example : True ∧ True := by constructor <;> trivial",
    "example : True ∧ False := by constructor <;> trivial",
)
t(
    "bullet",
    "example : True ∧ True := by\n  constructor\n  · trivial\n  · trivial",
    "example : True ∧ True := by\n  constructor\n  · skip\n  · trivial",
)
t(
    "parentheses",
    "example : True ∧ True := by (constructor <;> (trivial))",
    "example : True ∧ False := by (constructor <;> (trivial))",
)
t(
    "focus",
    "example : True ∧ True := by\n  constructor\n  focus trivial\n  trivial",
    "example : True ∧ True := by\n  constructor\n  focus (trivial; trivial)",
)
t("skip", "example : True := by skip; trivial", "example : True := by skip")
t("done", "example : True := by trivial; done", "example : True ∧ True := by constructor; done")
t("fail", 'example : True := by first | fail "no" | trivial', 'example : True := by fail "no"')
t(
    "fail_if_success",
    "example : True := by\n  fail_if_success contradiction\n  trivial",
    "example : True := by\n  fail_if_success trivial\n  trivial",
)
t(
    "guard_hyp",
    "example (n : Nat) (h : n = 2) : n = 2 := by\n  guard_hyp h : n = 2\n  exact h",
    "example (n : Nat) (h : n = 2) : n = 2 := by\n  guard_hyp h : n = 3\n  exact h",
)
t(
    "guard_target",
    "example : 1 = 1 := by\n  guard_target = 1 = 1\n  rfl",
    "example : 1 = 1 := by\n  guard_target = 1 = 2\n  rfl",
)
t("trace_state", "example : True := by trace_state; trivial", "example : False := by trace_state; trivial")
t("show_term", "example : True := by show_term trivial", "example : False := by show_term trivial")
t(
    "exact?",
    "example (a b : Nat) (h : a = b) : a = b := by exact?",
    "example (a b : Nat) : a = b := by exact?",
)
t(
    "solve_by_elim",
    "example (p q r : Prop) (f : p → q) (g : q → r) (h : p) : r := by solve_by_elim",
    "example (p q r : Prop) (f : p → q) (g : q → r) (h : q) : p := by solve_by_elim",
)
t(
    "solve",
    "example : True := by solve | contradiction | trivial",
    "example (p : Prop) : p ∧ p := by solve | contradiction | constructor",
)
t(
    "and_intros",
    "example : True ∧ True ∧ True := by and_intros <;> trivial",
    "example : True ∧ True ∧ False := by and_intros <;> trivial",
)
t(
    "infer_instance",
    "example : Decidable (1 = 2) := by infer_instance",
    "example (p : Prop) : Decidable p := by infer_instance",
)
t(
    "classical",
    "example (p : Prop) : p ∨ ¬p := by\n  classical\n  by_cases h : p\n  · exact .inl h\n  · exact .inr h",
    "example (p : Prop) : p := by\n  classical\n  by_cases h : p\n  · exact h\n  · exact h",
)
t(
    "with_reducible",
    "example (a : Nat) : a = a := by with_reducible rfl",
    "def hidden : Nat := 2\nexample : hidden = 2 := by with_reducible rfl",
)
t(
    "with_unfolding_all",
    "example : 2 + 2 = 4 := by with_unfolding_all rfl",
    "example : 2 + 2 = 5 := by with_unfolding_all rfl",
)
t(
    "rotate_left",
    "example : True ∧ 1 = 1 := by\n  constructor\n  rotate_left\n  exact rfl\n  trivial",
    "example (p : Prop) (h : p) : p ∧ 1 = 1 := by\n  constructor\n  rotate_left\n  exact h\n  exact rfl",
)
t(
    "rotate_right",
    "example : True ∧ 1 = 1 := by\n  constructor\n  rotate_right\n  exact rfl\n  trivial",
    "example (p : Prop) (h : p) : p ∧ 1 = 1 := by\n  constructor\n  rotate_right\n  exact h\n  exact rfl",
)
t(
    "unhygienic",
    "example (p : Prop) : p → p := by\n  unhygienic intro\n  assumption",
    "example (p q : Prop) : p → q := by\n  unhygienic intro\n  assumption",
)
t(
    "calc",
    "example (a b c : Nat) (h : a ≤ b) (g : b < c) : a < c := calc\n  a ≤ b := h\n  _ < c := g",
    "example (a b c : Nat) (h : a ≤ b) (g : b < c) : a < c := calc\n  a ≤ b := h\n  _ ≤ c := Nat.le_of_lt g",
)
t(
    "calc tactic",
    "example (a b c : Nat) (h : a = b) (g : b = c) : a = c := by\n  calc a = b := h\n    _ = c := g",
    "example (a b c : Nat) (h : a = b) (g : b = c) : a = c := by\n  calc a = b := h\n    _ = c := h",
)
C = []


def c(n, g, b):
    C.append((n, g, b))


c(
    "lhs rw",
    "example (a b : Nat) (h : a = b) : a + b = b + b := by conv => lhs; rw [h]",
    "example (a b : Nat) (h : a = b) : b + a = b + b := by conv => lhs; rw [← Nat.mul_comm]",
)
c(
    "rhs",
    "example (a b : Nat) (h : a = b) : b = a := by conv => rhs; rw [h]",
    "example (a b : Nat) (h : a = b) : b = a := by conv => rhs; rw [← h]",
)
c(
    "arg",
    "example (a b c : Nat) (h : a = b) : c + a = c + b := by conv => lhs; arg 2; rw [h]",
    "example (a b c : Nat) (h : a = b) : c + a = c + b := by conv => lhs; arg 1; rw [h]",
)
c(
    "enter ext",
    "example (f g : Nat → Nat) (h : ∀ x, f x = g x) : (fun x => f x) = fun x => g x := by\n  conv => lhs; enter [x]; rw [h]",
    "example (f g : Nat → Nat) (h : f 0 = g 0) : (fun x => f x) = fun x => g x := by\n  conv => lhs; enter [x]; rw [h]",
)
c(
    "in pattern",
    "example (a b : Nat) (h : a = b) : a + 1 = b + 1 := by conv in a => rw [h]",
    "example (a b c : Nat) (h : a = b) : a + 1 = b + 1 := by conv in c * c => rw [h]",
)
c(
    "simp",
    "example (n : Nat) : 0 + n = n := by conv => lhs; simp",
    "example (n : Nat) : 1 + n = n := by conv => lhs; simp",
)
c(
    "at",
    "example (a b : Nat) (h : 0 + a = b) : a = b := by\n  conv at h => lhs; rw [Nat.zero_add]\n  exact h",
    "example (a b : Nat) (h : a + 1 = b) : a = b := by\n  conv at h => lhs; rw [Nat.zero_add]\n  exact h",
)
N = []


def n(a, g, b):
    N.append((a, g, b))


n(
    "bounded for all",
    "example (p : Nat → Prop) (h : ∀ x < 5, p x) : p 3 := h 3 (by decide)",
    "example (p : Nat → Prop) (h : ∀ x < 5, p x) : p 6 := h 6 (by decide)",
)
n(
    "bounded exists",
    "example : ∃ x < 5, x = 3 := ⟨3, by decide, rfl⟩",
    "example : ∃ x < 5, x = 6 := ⟨6, by decide, rfl⟩",
)
n(
    "subtype",
    "example (s : {x : Nat // x < 3}) : s.val < 3 := s.property",
    "example (s : {x : Nat // x < 3}) : s.val < 2 := s.property",
)
n(
    "anonymous constructor",
    "example (p q : Prop) (hp : p) (hq : q) : p ∧ q := ⟨hp, hq⟩",
    "example (p q : Prop) (hp : p) (hq : q) : p ∧ q := ⟨hq, hp⟩",
)
n(
    "pattern matching",
    "example (p q : Prop) : p ∧ q → q ∧ p := fun ⟨a, b⟩ => ⟨b, a⟩",
    "example (p q : Prop) : p ∧ q → q ∧ p := fun ⟨a, b⟩ => ⟨a, b⟩",
)
n(
    "structural recursion",
    "theorem zeroAdd : ∀ n : Nat, 0 + n = n\n  | 0 => rfl\n  | n + 1 => congrArg Nat.succ (zeroAdd n)",
    "theorem loop : ∀ n : Nat, n + 0 = n + 1\n  | n => loop n",
)
n(
    "recursive function",
    "def fac : Nat → Nat\n  | 0 => 1\n  | n + 1 => (n + 1) * fac n\nexample : fac 5 = 120 := rfl\nexample (n : Nat) : fac (n + 1) = (n + 1) * fac n := by simp [fac]",
    "def fac : Nat → Nat\n  | 0 => 1\n  | n + 1 => (n + 1) * fac n\nexample : fac 5 = 121 := rfl",
)
n(
    "rewriting ▸",
    "example (a b : Nat) (h : a = b) (g : a = 2) : b = 2 := h ▸ g",
    "example (a b c : Nat) (h : a = b) (g : c = 2) : b = 2 := h ▸ g",
)
n(
    "by contradiction",
    "example (p : Prop) (h : ¬¬p) : p := Classical.byContradiction fun n => h n",
    "example (p : Prop) (h : ¬p) : p := Classical.byContradiction fun n => h n",
)
n(
    "coercion of Bool",
    "example (b : Bool) (h : b) : b = true := h",
    "example (b : Bool) (h : b) : b = false := h",
)
n(
    "strong induction",
    "example (p : Nat → Prop) (h : ∀ n, (∀ m, m < n → p m) → p n) (n : Nat) : p n := by\n  induction n using Nat.strongRecOn with\n  | ind n ih => exact h n ih",
    "example (p : Nat → Prop) (h : ∀ n, (∀ m, m ≤ n → p m) → p n) (n : Nat) : p n := by\n  induction n using Nat.strongRecOn with\n  | ind n ih => exact h n ih",
)
n(
    "own instance",
    "instance mine : Inhabited Nat := ⟨7⟩\nexample : mine.default = 7 := rfl",
    "instance mine : Inhabited Nat := ⟨7⟩\nexample : mine.default = 8 := rfl",
)
n(
    "own inductive type",
    "inductive Tree where\n  | leaf : Tree\n  | node (left right : Tree) : Tree\ndef Tree.size : Tree → Nat\n  | leaf => 1\n  | node l r => size l + size r\nexample : (Tree.node .leaf .leaf).size = 2 := rfl",
    "inductive Tree where\n  | leaf : Tree\n  | node (left right : Tree) : Tree\nexample : Tree.node .leaf .leaf = .leaf := rfl",
)
w("tactics/tactics.lean", T)
w("tactics/conv.lean", C)
w("tactics/terms.lean", N)
S = []


def s(st, bad, bind="(a b c n m k : Nat) (p q r : Prop) (P Q : Nat → Prop)", tac="simp"):
    S.append((st, f"example {bind} : {st} := by {tac}", f"example {bind} : {bad} := by {tac}"))


for g, b in [
    ("0 + n = n", "0 + n = n + 1"),
    ("n * 0 = 0", "n * 0 = n"),
    ("n + 0 = n", "n + 0 = 0"),
    ("n * 1 = n", "n * 1 = 1"),
    ("1 * n = n", "1 * n = n + 1"),
    ("n ≤ n", "n + 1 ≤ n"),
    ("¬ n < n", "n < n"),
    ("p ∧ True ↔ p", "p ∧ False ↔ p"),
    ("a = a ∨ q", "a = b ∨ q"),
    ("n + m = n ↔ m = 0", "n + m = n ↔ m = 1"),
    ("n + 1 = m + 1 ↔ n = m", "n + 1 = m + 2 ↔ n = m"),
    ("Nat.succ n = Nat.succ m ↔ n = m", "Nat.succ n = m ↔ n = m"),
    ("n < n + 1", "n + 1 < n"),
    ("0 ≤ n", "1 ≤ n"),
    ("n ≤ 0 ↔ n = 0", "n ≤ 1 ↔ n = 0"),
    ("n - n = 0", "n - n = n"),
    ("0 - n = 0", "1 - n = 0"),
    ("n + m - m = n", "n + m - m = m"),
    ("∃ x, x = a", "∃ x, x = a ∧ x ≠ a"),
    ("(∃ x, x = 3 ∧ P x) ↔ P 3", "(∃ x, x = 3 ∧ P x) ↔ P 2"),
    ("(∀ x, x = 3 → P x) ↔ P 3", "(∀ x, x = 3 → P x) ↔ P 2"),
    ("(∃ x, p ∧ P x) ↔ p ∧ ∃ x, P x", "(∃ x, p ∧ P x) ↔ ∃ x, P x"),
    ("(¬∃ x, P x) ↔ ∀ x, ¬P x", "(¬∃ x, P x) ↔ ∀ x, P x"),
    ("(¬∀ x, P x) ↔ ∃ x, ¬P x", "(¬∀ x, P x) ↔ ∃ x, P x"),
    ("((∃ x, P x) → p) ↔ ∀ x, P x → p", "((∃ x, P x) → p) ↔ ∃ x, P x → p"),
    ("¬(p ∧ q) ↔ (p → ¬q)", "¬(p ∧ q) ↔ (p → q)"),
    ("¬(p ∨ q) ↔ ¬p ∧ ¬q", "¬(p ∨ q) ↔ ¬p ∨ ¬q"),
    ("¬¬p ↔ p", "¬p ↔ p"),
    ("¬(p → q) ↔ p ∧ ¬q", "¬(p → q) ↔ p ∧ q"),
    ("(p ∧ q → r) ↔ (p → q → r)", "(p ∧ q → r) ↔ (p → r)"),
    ("p ∨ ¬p", "p ∨ q"),
    ("(if p then n else n) = n", "(if n = 1 then 2 else 3) = n"),
    ("(if 2 = 2 then n else m) = n", "(if 2 = 3 then n else m) = n"),
    ("n + 3 = 5 ↔ n = 2", "n + 3 = 5 ↔ n = 3"),
    ("n + 3 ≤ 5 ↔ n ≤ 2", "n + 3 ≤ 5 ↔ n ≤ 3"),
    ("n + 3 = m + 5 ↔ n = m + 2", "n + 3 = m + 5 ↔ n + 2 = m"),
    ("n + 3 ≠ 2", "n + 3 ≠ 4"),
    ("n + 7 - 4 = n + 3", "n + 7 - 4 = n + 4"),
    ("2 + 3 = 5", "2 + 3 = 6"),
    ("2 * 3 ≤ 6", "2 * 3 ≤ 5"),
    ("7 % 4 = 3 ∧ 7 / 4 = 1", "7 % 4 = 2 ∧ 7 / 4 = 1"),
    ("2 ^ 10 = 1024", "2 ^ 10 = 1023"),
    ("Nat.gcd 12 18 = 6", "Nat.gcd 12 18 = 3"),
    ("2 ∣ 4 ∧ ¬2 ∣ 5", "2 ∣ 5"),
    ("12 &&& 10 = 8 ∧ 12 ||| 10 = 14 ∧ 12 ^^^ 10 = 6", "12 &&& 10 = 9"),
    ("(n == n) = true", "(n == m) = true"),
    ("n * m = 0 ↔ n = 0 ∨ m = 0", "n * m = 0 ↔ n = 0"),
    ("n + m = 0 ↔ n = 0 ∧ m = 0", "n + m = 0 ↔ n = 0"),
    ("n % n = 0", "n % m = 0"),
    ("n ∣ n * m", "n ∣ m"),
    ("n ^ 0 = 1 ∧ n ^ 1 = n ∧ 1 ^ n = 1", "n ^ 0 = 0"),
    ("n + m ≤ n + k ↔ m ≤ k", "n + m ≤ n + k ↔ m < k"),
    ("¬n ≤ m ↔ m < n", "¬n ≤ m ↔ m ≤ n"),
    ("max n n = n", "max n m = n"),
]:
    s(g, b) if "if p" not in g else S.append(
        (
            g,
            "example (p : Prop) [Decidable p] (n : Nat) : (if p then n else n) = n := by simp",
            "example (p : Prop) [Decidable p] (n : Nat) : (if p then n else 0) = n := by simp",
        )
    )
w("simp/simp.lean", S)
D = []
for g, b in [
    ("(29^13 - 5^13) % 7 = 3", "(29^13 - 5^13) % 7 = 4"),
    ("2^2010 % 10 = 4", "2^2010 % 10 = 5"),
    ("∀ n, n < 20 → n * n < 400", "∀ n, n < 20 → n * n < 361"),
    ("∀ n < 20, n * n < 400", "∀ n < 21, n * n < 400"),
    ("∀ n ≤ 20, n * n ≤ 400", "∀ n ≤ 20, n * n < 400"),
    ("∃ n, n < 20 ∧ n * n = 361", "∃ n, n < 20 ∧ n * n = 362"),
    ("∃ n ≤ 20, n * n = 400", "∃ n ≤ 20, n * n = 401"),
    ("7 ∣ 29^13 - 5^13 - 3", "7 ∣ 29^13 - 5^13 - 4"),
    ("¬7 ∣ 50", "¬7 ∣ 49"),
    ("(2 ≤ 3 ∧ ¬3 = 4) ∨ False", "(2 ≤ 3 ∧ 3 = 4) ∨ False"),
    ("3 < 5 ↔ 5 > 3", "3 < 5 ↔ 5 < 3"),
    ("3 < 5 → 2 + 2 = 4", "3 < 5 → 2 + 2 = 5"),
    ("Nat.gcd 1071 462 = 21", "Nat.gcd 1071 462 = 22"),
    ("Nat.lcm 4 6 = 12", "Nat.lcm 4 6 = 24"),
    ("Nat.log2 1023 = 9", "Nat.log2 1024 = 9"),
    ("2 ^ 64 &&& 2 ^ 64 - 1 = 0", "2 ^ 64 ||| 2 ^ 64 - 1 = 0"),
    ("(2 == 3) = false", "(2 == 3) = true"),
    ("∀ a < 8, ∀ b < 8, a ^^^ b = b ^^^ a", "∀ a < 8, ∀ b < 8, a - b = b - a"),
    ("max 3 5 = 5 ∧ min 3 5 = 3", "max 3 5 = 3"),
]:
    D.append((g, f"example : {g} := by decide", f"example : {b} := by decide"))
for g, b in [
    ("(29^13 - 5^13) % 7 = 3", "(29^13 - 5^13) % 7 = 4"),
    ("2^2010 % 10 = 4", "2^2010 % 10 = 5"),
    ("123456789 * 987654321 = 121932631112635269", "123456789 * 987654321 = 121932631112635268"),
]:
    D.append((f"{g} by rfl", f"example : {g} := by rfl\nexample : {g} := rfl", f"example : {b} := by rfl"))
    D.append((f"{g} by simp", f"example : {g} := by simp", f"example : {b} := by simp"))
    D.append(
        (
            f"{g} by decide +kernel",
            f"example : {g} := by decide +kernel",
            f"example : {b} := by decide +kernel",
        )
    )
w("decide/closed_arithmetic.lean", D)
