prelude
import Embedded.Bool
/-!
# Associative and commutative operations: what `ac_rfl` refers to

The elaborator describes both sides as trees of `op` over numbered variables and proves them equal by
`Context.eq_of_norm`, which compares lists of variables: flattened, without neutral elements, sorted if `op` is
commutative, without repetitions if it is idempotent.
-/
set_option autoImplicit true
set_option linter.all false
universe u v w

/-! ## Classes of operations -/

namespace Std
class Associative {α : Sort u} (op : α → α → α) : Prop where
  assoc : (a b c : α) → op (op a b) c = op a (op b c)
class Commutative {α : Sort u} (op : α → α → α) : Prop where
  comm : (a b : α) → op a b = op b a
class IdempotentOp {α : Sort u} (op : α → α → α) : Prop where
  idempotent : (x : α) → op x x = x
class LawfulLeftIdentity {α : Sort u} {β : Sort v} (op : α → β → β) (o : outParam α) : Prop where
  left_id : ∀ a, op o a = a
class LawfulRightIdentity {α : Sort u} {β : Sort v} (op : α → β → α) (o : outParam β) : Prop where
  right_id : ∀ a, op a o = a
class LawfulIdentity {α : Sort u} (op : α → α → α) (o : outParam α) : Prop extends
  LawfulLeftIdentity op o, LawfulRightIdentity op o
instance : Associative And := ⟨fun _ _ _ => propext and_assoc⟩
instance : Commutative And := ⟨fun _ _ => propext and_comm⟩
instance : IdempotentOp And := ⟨and_self⟩
instance : Associative Or := ⟨fun _ _ _ => propext or_assoc⟩
instance : Commutative Or := ⟨fun _ _ => propext or_comm⟩
instance : IdempotentOp Or := ⟨or_self⟩
end Std

namespace Lean.Data.AC
set_option genSizeOf false

/-! ## Trees and contexts -/

inductive Expr where
  | var (x : Nat)
  | op (lhs rhs : Expr)
structure Variable {α : Sort u} (op : α → α → α) : Type u where
  value : α
  neutral : Option (PLift (Std.LawfulIdentity op value))
structure Context (α : Sort u) where
  op : α → α → α
  assoc : Std.Associative op
  comm : Option (PLift (Std.Commutative op))
  idem : Option (PLift (Std.IdempotentOp op))
  vars : List (Variable op)
  arbitrary : α

variable {α : Sort u}

/-- The variable of number `n`, the last one if there are fewer, else the arbitrary value. -/
def lookup (ctx : Context α) : List (Variable ctx.op) → Nat → Variable ctx.op
  | .nil, _ => ⟨ctx.arbitrary, none⟩
  | .cons v _, .zero => v
  | .cons _ vs, .succ n => lookup ctx vs n
def Context.variable (ctx : Context α) (n : Nat) : Variable ctx.op := lookup ctx ctx.vars n
def Context.value (ctx : Context α) (n : Nat) : α := (ctx.variable n).value
def eval (α : Sort u) (ctx : Context α) : Expr → α
  | .var n => ctx.value n
  | .op l r => ctx.op (eval α ctx l) (eval α ctx r)

/-! ## Lists of variables: a first one and the rest -/

/-- A list that has at least one element. -/
inductive Chain where
  | one (x : Nat)
  | more (x : Nat) (rest : Chain)
def Chain.eval (ctx : Context α) : Chain → α
  | .one x => ctx.value x
  | .more x rest => ctx.op (ctx.value x) (eval ctx rest)
def Chain.append : Chain → Chain → Chain
  | .one x, d => .more x d
  | .more x c, d => .more x (append c d)
def Expr.flatten : Expr → Chain
  | .var x => .one x
  | .op l r => l.flatten.append r.flatten
theorem Chain.eval_append (ctx : Context α) : (c d : Chain) → (c.append d).eval ctx = ctx.op (c.eval ctx) (d.eval ctx)
  | .one _, _ => rfl
  | .more x c, d => by
    show ctx.op _ ((c.append d).eval ctx) = ctx.op (ctx.op _ _) _
    rw [eval_append ctx c d, ctx.assoc.assoc]
theorem Expr.eval_flatten (ctx : Context α) : (e : Expr) → e.flatten.eval ctx = AC.eval α ctx e
  | .var _ => rfl
  | .op l r => by
    show (l.flatten.append r.flatten).eval ctx = ctx.op _ _
    rw [Chain.eval_append, eval_flatten ctx l, eval_flatten ctx r]

/-! ## Neutral elements -/

def Context.isNeutral (ctx : Context α) (n : Nat) : Bool := match (ctx.variable n).neutral with
  | some _ => true
  | none => false
theorem Context.identity (ctx : Context α) {n : Nat} (h : ctx.isNeutral n = true) :
    Std.LawfulIdentity ctx.op (ctx.value n) := by
  cases e : (ctx.variable n).neutral with
  | some i => exact i.down
  | none =>
    have no : ctx.isNeutral n = false := by
      show (match (ctx.variable n).neutral with | some _ => true | none => false) = _
      rw [e]
    exact absurd h (ne_true_of_eq_false no)
/-- Put `x` before `c`, dropping what is neutral. -/
def Context.prepend (ctx : Context α) (x : Nat) (c : Chain) : Chain := match ctx.isNeutral x with
  | true => c
  | false => match c with
    | .more y d => .more x (.more y d)
    | .one y => match ctx.isNeutral y with
      | true => .one x
      | false => .more x (.one y)
def Context.dropNeutral (ctx : Context α) : Chain → Chain
  | .one x => .one x
  | .more x c => ctx.prepend x (dropNeutral ctx c)
theorem Context.eval_prepend (ctx : Context α) (x : Nat) (c : Chain) :
    (ctx.prepend x c).eval ctx = ctx.op (ctx.value x) (c.eval ctx) := by
  unfold prepend
  cases h : ctx.isNeutral x with
  | true => exact ((ctx.identity h).left_id _).symm
  | false =>
    cases c with
    | more y d => rfl
    | one y =>
      show (match ctx.isNeutral y with | true => Chain.one x | false => .more x (.one y)).eval ctx = _
      cases g : ctx.isNeutral y with
      | true => exact ((ctx.identity g).right_id _).symm
      | false => rfl
theorem Context.eval_dropNeutral (ctx : Context α) : (c : Chain) → (ctx.dropNeutral c).eval ctx = c.eval ctx
  | .one _ => rfl
  | .more x c => (ctx.eval_prepend x _).trans (congrArg (ctx.op (ctx.value x)) (eval_dropNeutral ctx c))

/-! ## Sorting, if the operation commutes -/

def Chain.insert (x : Nat) : Chain → Chain
  | .one y => match Nat.ble x y with
    | true => .more x (.one y)
    | false => .more y (.one x)
  | .more y c => match Nat.ble x y with
    | true => .more x (.more y c)
    | false => .more y (insert x c)
def Chain.sort : Chain → Chain
  | .one x => .one x
  | .more x c => insert x (sort c)
theorem Chain.eval_insert (ctx : Context α) (comm : Std.Commutative ctx.op) (x : Nat) :
    (c : Chain) → (c.insert x).eval ctx = ctx.op (ctx.value x) (c.eval ctx)
  | .one y => by
    unfold insert
    cases Nat.ble x y with
    | true => rfl
    | false => exact comm.comm _ _
  | .more y c => by
    unfold insert
    cases Nat.ble x y with
    | true => rfl
    | false =>
      show ctx.op (ctx.value y) ((c.insert x).eval ctx) = ctx.op (ctx.value x) (ctx.op (ctx.value y) (c.eval ctx))
      rw [eval_insert ctx comm x c, ← ctx.assoc.assoc, comm.comm (ctx.value y), ctx.assoc.assoc]
theorem Chain.eval_sort (ctx : Context α) (comm : Std.Commutative ctx.op) : (c : Chain) → c.sort.eval ctx = c.eval ctx
  | .one _ => rfl
  | .more x c => (eval_insert ctx comm x _).trans (congrArg (ctx.op (ctx.value x)) (eval_sort ctx comm c))

/-! ## Dropping repetitions, if the operation is idempotent -/

def Chain.unite (x : Nat) : Chain → Chain
  | .one y => match Nat.beq x y with
    | true => .one y
    | false => .more x (.one y)
  | .more y c => match Nat.beq x y with
    | true => .more y c
    | false => .more x (.more y c)
def Chain.dedup : Chain → Chain
  | .one x => .one x
  | .more x c => unite x (dedup c)
theorem Chain.eval_unite (ctx : Context α) (idem : Std.IdempotentOp ctx.op) (x : Nat) :
    (c : Chain) → (c.unite x).eval ctx = ctx.op (ctx.value x) (c.eval ctx)
  | .one y => by
    show Chain.eval ctx (match Nat.beq x y with | true => .one y | false => .more x (.one y)) = _
    cases h : Nat.beq x y with
    | true => rw [Nat.eq_of_beq_eq_true h]; exact (idem.idempotent _).symm
    | false => rfl
  | .more y c => by
    show Chain.eval ctx (match Nat.beq x y with | true => .more y c | false => .more x (.more y c)) = _
    cases h : Nat.beq x y with
    | true =>
      rw [Nat.eq_of_beq_eq_true h]
      show ctx.op (ctx.value y) (c.eval ctx) = ctx.op (ctx.value y) (ctx.op (ctx.value y) (c.eval ctx))
      rw [← ctx.assoc.assoc, idem.idempotent]
    | false => rfl
theorem Chain.eval_dedup (ctx : Context α) (idem : Std.IdempotentOp ctx.op) :
    (c : Chain) → c.dedup.eval ctx = c.eval ctx
  | .one _ => rfl
  | .more x c => (eval_unite ctx idem x _).trans (congrArg (ctx.op (ctx.value x)) (eval_dedup ctx idem c))

/-! ## The normal form and its soundness -/

def Context.sortIf (ctx : Context α) (c : Chain) : Chain := match ctx.comm with
  | some _ => c.sort
  | none => c
def Context.dedupIf (ctx : Context α) (c : Chain) : Chain := match ctx.idem with
  | some _ => c.dedup
  | none => c
def norm (ctx : Context α) (e : Expr) : Chain := ctx.dedupIf (ctx.sortIf (ctx.dropNeutral e.flatten))
theorem Context.eval_sortIf (ctx : Context α) (c : Chain) : (ctx.sortIf c).eval ctx = c.eval ctx := by
  unfold sortIf
  cases ctx.comm with
  | some comm => exact Chain.eval_sort ctx comm.down c
  | none => rfl
theorem Context.eval_dedupIf (ctx : Context α) (c : Chain) : (ctx.dedupIf c).eval ctx = c.eval ctx := by
  unfold dedupIf
  cases ctx.idem with
  | some idem => exact Chain.eval_dedup ctx idem.down c
  | none => rfl
theorem Context.eval_norm (ctx : Context α) (e : Expr) : (norm ctx e).eval ctx = eval α ctx e :=
  (ctx.eval_dedupIf _).trans ((ctx.eval_sortIf _).trans ((ctx.eval_dropNeutral _).trans (e.eval_flatten ctx)))
def Chain.same : Chain → Chain → Bool
  | .one x, .one y => Nat.beq x y
  | .more x c, .more y d => Bool.and (Nat.beq x y) (same c d)
  | _, _ => false
theorem Chain.eq_of_same : (c d : Chain) → same c d = true → c = d
  | .one x, .one y, h => congrArg Chain.one (Nat.eq_of_beq_eq_true h)
  | .one _, .more _ _, h => nomatch h
  | .more _ _, .one _, h => nomatch h
  | .more x c, .more y d, h => by
    have ⟨l, r⟩ : Nat.beq x y = true ∧ same c d = true := Bool.and_eq_true _ _ ▸ h
    rw [Nat.eq_of_beq_eq_true l, eq_of_same c d r]
theorem Context.eq_of_norm (ctx : Context α) (a b : Expr) (h : Chain.same (norm ctx a) (norm ctx b) = true) :
    eval α ctx a = eval α ctx b := by
  rw [← ctx.eval_norm a, ← ctx.eval_norm b, Chain.eq_of_same _ _ h]
end Lean.Data.AC
