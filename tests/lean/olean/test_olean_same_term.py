"""same_term on statements that Lean compiled, in equal and different pairs, and on built terms."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lean_compiler import LeanCompiler
from olean_builder import BASE, Builder, box
from olean_terms import first_difference, same_term, used_constants

from harness.errors import OleanError
from harness.lean.olean import Module, read_olean

PAIRS: list[tuple[str, str, bool]] = [
    ("(a b : Nat) : a + b = b + a", "(x y : Nat) : x + y = y + x", True),
    ("(a b : Nat) : a + b = b + a", "(a b : Nat) : b + a = a + b", False),
    ("(a b : Nat) : a + b = b + a", "(b a : Nat) : b + a = a + b", True),
    ("(a : Nat) : a = a", "{a : Nat} : a = a", True),
    ("(a : Nat) : a = a", ": ∀ a : Nat, a = a", True),
    ("(a : Nat) : a = a", "(a : Int) : a = a", False),
    (".{u} (α : Type u) (a : α) : a = a", ".{v} (β : Type v) (a : β) : a = a", True),
    (".{u} (α : Type u) (a : α) : a = a", ".{u} (α : Type (u+1)) (a : α) : a = a", False),
    (".{u} (α : Type u) (a : α) : a = a", ".{u} (α : Sort u) (a : α) : a = a", False),
    (".{u, v} (_ : Type u) (_ : Type v) : True", ".{a, b} (_ : Type a) (_ : Type b) : True", True),
    (".{u, v} (_ : Type u) (_ : Type v) : True", ".{v, u} (_ : Type u) (_ : Type v) : True", False),
    (".{u, v} (_ : Type u) (_ : Type v) : True", ".{u, v} (_ : Type v) (_ : Type u) : True", False),
    (".{u, v} (_ : Type (max u v)) : True", ".{u, v} (_ : Type (max v u)) : True", False),
    (".{u} (_ : Type u) : True", ".{u, v} (_ : Type u) (_ : Sort v) : True", False),
    (": (3 : Nat) = 3", ": (3 : Nat) = 3", True),
    (": (3 : Nat) = 3", ": (4 : Nat) = 4", False),
    (": Nat.succ Nat.zero = 1", ": 1 = 1", False),
    (": OfNat.ofNat (α := Nat) 2 = 2", ": (2 : Nat) = 2", False),
    (": (10000000000000000000000 : Nat) = 0", ": (10000000000000000000000 : Nat) = 0", True),
    (": (10000000000000000000000 : Nat) = 0", ": (10000000000000000000001 : Nat) = 0", False),
    (': "ab" = "ab"', ': "ab" = "ab"', True),
    (': "ab" = "ab"', ': "ab" = "ac"', False),
    (": let x := 1; x = 1", ": let y := 1; y = 1", True),
    (": let x := 1; x = 1", ": let x := 2; x = 1", False),
    (": let x := 1; x = 1", ": (fun x => x = 1) 1", False),
    (": let x := 1; x = 1", ": have x := 1; x = 1", True),
    ("(p : Nat × Nat) : p.1 = p.1", "(p : Nat × Nat) : p.1 = p.1", True),
    ("(p : Nat × Nat) : p.1 = p.1", "(p : Nat × Nat) : p.2 = p.2", False),
    ("(f : Nat → Nat) : (fun x => f x) = f", "(f : Nat → Nat) : (fun y => f y) = f", True),
    ("(f : Nat → Nat) : (fun x => f x) = f", "(f : Nat → Nat) : f = f", False),
    ("(p q : Prop) : p ∧ q → q ∧ p", "(a b : Prop) : a ∧ b → b ∧ a", True),
    ("(p q : Prop) : p ∧ q → q ∧ p", "(a b : Prop) : a ∧ b → b ∨ a", False),
    (": ∃ x : Nat, x = 0", ": ∃ y : Nat, y = 0", True),
    (": ∃ x : Nat, x = 0", ": ∃ x : Nat, 0 = x", False),
]
PRELUDE = """
structure Two (α β : Type) where
  fst : α
  snd : β
"""


def compiled(lean: LeanCompiler, side: int) -> Module:
    sides = [pair[1] if side else pair[0] for pair in PAIRS]
    text = "".join(
        f"axiom stmt{index}{'' if each.startswith('.') else ' '}{each}\n" for index, each in enumerate(sides)
    )
    text = text.replace("Nat × Nat", "Two Nat Nat").replace("p.1", "p.fst").replace("p.2", "p.snd")
    return lean.module(PRELUDE + text)


@pytest.mark.parametrize("index", range(len(PAIRS)))
def test_pairs_of_statements(lean: LeanCompiler, index: int) -> None:
    one, other, equal = compiled(lean, 0), compiled(lean, 1), PAIRS[index][2]
    a, b = one.constants[(f"stmt{index}",)], other.constants[(f"stmt{index}",)]
    difference = first_difference(one, a.type, a.level_params, other, b.type, b.level_params)
    assert (difference is None) == equal, difference
    assert same_term(one, a.type, a.level_params, other, b.type, b.level_params) == equal
    assert same_term(other, b.type, b.level_params, one, a.type, a.level_params) == equal
    assert same_term(one, a.type, a.level_params, one, a.type, a.level_params)


@pytest.mark.parametrize(
    ("index", "part"),
    [(5, "Nat against Int"), (15, "number"), (23, "number"), (13, "2"), (31, "And against Or")],
)
def test_the_difference_is_named(lean: LeanCompiler, index: int, part: str) -> None:
    one, other = compiled(lean, 0), compiled(lean, 1)
    a, b = one.constants[(f"stmt{index}",)], other.constants[(f"stmt{index}",)]
    found = first_difference(one, a.type, a.level_params, other, b.type, b.level_params)
    assert found is not None
    assert part in found


def test_used_constants(lean: LeanCompiler) -> None:
    module = compiled(lean, 0)
    constant = module.constants[("stmt0",)]
    used = used_constants(module, constant.type)
    assert {("Nat",), ("Eq",), ("HAdd", "hAdd"), ("instHAdd",)} <= used
    assert ("Int",) not in used


def test_nested_lets_and_a_long_sum(lean: LeanCompiler) -> None:
    lets = "".join(f"let x{i} := {i}; " for i in range(150))
    total = " + ".join(["n"] * 120)
    text = f"axiom deep : {lets} x7 = 7\naxiom sum (n : Nat) : {total} = n\n"
    text += f"axiom sum2 (n : Nat) : n + ({total}) = n\n"
    one, other = lean.module(text), lean.module(text + "axiom more : True\n")
    for name in ("deep", "sum", "sum2"):
        a, b = one.constants[(name,)], other.constants[(name,)]
        assert same_term(one, a.type, (), other, b.type, ())
    assert not same_term(one, one.constants[("sum",)].type, (), other, other.constants[("sum2",)].type, ())


def file_with(term_of: object, build: Builder) -> Module:
    return read_olean(build.file([("c", build.axiom("c", term_of))]))  # type: ignore[arg-type]


def doubled(depth: int, leaf: int) -> Module:
    """f t t nested `depth` times, stored as a graph of `depth` nodes."""
    build = Builder()
    term = build.lit(leaf)
    function = build.const("f")
    for _ in range(depth):
        term = build.app(build.app(function, term), term)
    return file_with(term, build)


def test_shared_terms_are_compared_as_graphs() -> None:
    one, same, other = doubled(2000, 1), doubled(2000, 1), doubled(2000, 2)
    start = time.process_time()
    types = [module.constants[("c",)].type for module in (one, same, other)]
    assert same_term(one, types[0], (), same, types[1], ())
    assert first_difference(one, types[0], (), other, types[2], ()) == "the number 1 against the number 2"
    assert used_constants(one, types[0]) == {("f",)}
    assert time.process_time() - start < 10.0


def test_a_graph_and_the_tree_it_stands_for_are_equal() -> None:
    build = Builder()
    function = build.const("f")

    def tree(depth: int) -> int:
        if depth == 0:
            return build.lit(1)
        return build.app(build.app(function, tree(depth - 1)), build.mdata(build.mdata(tree(depth - 1))))

    module, graph = file_with(tree(8), build), doubled(8, 1)
    assert same_term(module, module.constants[("c",)].type, (), graph, graph.constants[("c",)].type, ())
    smaller = doubled(7, 1)
    assert not same_term(
        module, module.constants[("c",)].type, (), smaller, smaller.constants[("c",)].type, ()
    )


@pytest.mark.parametrize("shape", ["sum", "lets", "binders", "levels", "mdata"])
def test_very_deep_terms(shape: str) -> None:
    """No recursion anywhere: 100,000 levels deep, equal and different at the bottom."""

    def make(leaf: int) -> Module:
        build = Builder()
        nat, term, level = build.const("Nat"), build.lit(leaf), build.param("u") if leaf else box(0)
        for _ in range(100_000):
            if shape == "sum":
                term = build.app(nat, term)
            elif shape == "lets":
                term = build.ctor(8, [box(0), nat, nat, term], bytes(9))
            elif shape == "binders":
                term = build.ctor(7, [box(0), nat, term], bytes(9))
            elif shape == "levels":
                level = build.succ(level)
            else:
                term = build.mdata(term)
        if shape == "levels":
            term = build.sort(level)
        return file_with(term, build)

    one, same, other = make(1), make(1), make(0)
    types = [module.constants[("c",)].type for module in (one, same, other)]
    assert same_term(one, types[0], [("u",)], same, types[1], [("u",)])
    assert first_difference(one, types[0], [("u",)], other, types[2], [("u",)]) is not None


def test_level_parameters_go_by_position() -> None:
    def make(*params: str) -> Module:
        build = Builder()
        level = build.level_max(build.param(params[0]), build.succ(build.param(params[1])))
        return file_with(build.sort(level), build)

    one, other = make("u", "v"), make("v", "u")
    a, b = one.constants[("c",)].type, other.constants[("c",)].type
    u, v = ("u",), ("v",)
    assert same_term(one, a, [u, v], other, b, [v, u])
    assert not same_term(one, a, [u, v], other, b, [u, v])
    assert not same_term(one, a, [u, v], other, b, [v, u, ("w",)])
    assert not same_term(one, a, [u, u], one, a, [u, u])
    # A parameter that isn't declared equals no declared one.
    assert not same_term(one, a, [u, ("x",)], other, b, [v, ("x",)])


def test_imax_and_max_differ() -> None:
    modules = []
    for imax in (False, True):
        build = Builder()
        modules.append(file_with(build.sort(build.level_max(build.param("u"), box(0), imax=imax)), build))
    one, other = modules
    difference = first_difference(
        one, one.constants[("c",)].type, [("u",)], other, other.constants[("c",)].type, [("u",)]
    )
    assert difference == "Sort (max u 0) against Sort (imax u 0)"


Shape = tuple[object, ...]
SHAPES = st.recursive(
    st.one_of(
        st.tuples(st.just("bvar"), st.integers(0, 2)),
        st.tuples(st.just("lit"), st.sampled_from([0, 1, 2**63 - 1, 2**63, 2**64, 10**30, "a", "b", "a\0b"])),
        st.tuples(st.just("const"), st.sampled_from(["f", "g", "a.b"])),
    ),
    lambda inner: st.one_of(
        st.tuples(st.just("app"), inner, inner),
        st.tuples(st.just("lam"), inner, inner),
        st.tuples(st.just("pi"), inner, inner),
        st.tuples(st.just("let"), inner, inner, inner),
        st.tuples(st.just("proj"), st.sampled_from(["S", "T"]), st.integers(0, 1), inner),
    ),
    max_leaves=6,
)


def build_shape(build: Builder, shape: Shape, seed: int) -> int:
    """The term of `shape`; `seed` varies what mustn't matter: binder names and kinds, mdata."""
    kind, *rest = shape
    parts = [build_shape(build, part, seed * 7 + 1) if isinstance(part, tuple) else part for part in rest]
    if kind in ("lam", "pi"):
        term = getattr(build, str(kind))(*parts, binder=f"n{seed}", info=seed % 4)
    else:
        term = getattr(build, str(kind))(*parts)
    return build.mdata(term) if seed % 3 == 0 else int(term)


@settings(max_examples=150, deadline=None)
@given(SHAPES, SHAPES, st.integers(0, 50), st.integers(0, 50))
def test_equal_exactly_if_built_alike(one: Shape, other: Shape, seed: int, seed_two: int) -> None:
    modules = []
    for shape, variation in ((one, seed), (other, seed_two), (one, seed_two)):
        build = Builder()
        modules.append(file_with(build_shape(build, shape, variation), build))
    a, b, again = modules
    types = [module.constants[("c",)].type for module in modules]
    assert same_term(a, types[0], (), again, types[2], ())
    assert same_term(a, types[0], (), b, types[1], ()) == (one == other)


def test_a_huge_number_used_many_times_is_hashed_once() -> None:
    build = Builder()
    literal = build.ctor(0, [build.nat(1 << (8 * 500_000))])
    function = build.const("f")
    term = function
    for _ in range(20_000):
        term = build.app(term, build.ctor(9, [literal], bytes(8)))
    module = file_with(term, build)
    start = time.process_time()
    assert same_term(module, module.constants[("c",)].type, (), module, module.constants[("c",)].type, ())
    assert time.process_time() - start < 15.0


def test_a_dangling_handle_is_an_error() -> None:
    module = doubled(3, 1)
    with pytest.raises(OleanError, match="offset"):
        module.node(BASE - BASE + 0x60)
