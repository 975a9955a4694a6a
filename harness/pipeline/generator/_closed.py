"""Families `ind` and `wit`: the closed form of a recursion, and numbers that meet equations."""

from __future__ import annotations

from dataclasses import dataclass

from harness.backends.draw import Draw
from harness.pipeline.generator.statements import Assumption, Claim, Extent, GeneratedStatement, Truth
from harness.pipeline.generator.terms import And, Atom, Bin, Call, Exists, ForAll, Num, Term, Var, term_text


@dataclass(frozen=True, slots=True)
class _Recursion:
    """f 0 = start and f (n + 1) = after, solved by `solution`.

    end: the tactics that end the step of the induction. agrees: those that show that the solution keeps the
    recursion.
    """

    start: int
    after: Term
    solution: Term
    end: str
    agrees: str


_EXPAND = "simp [Nat.add_mul, Nat.mul_add]\n  omega"


def _recursion(draw: Draw, size: int, function: str, name: str) -> _Recursion:
    n = Var(name)
    before = Call(function, n)
    start, slope = draw.below(8), 1 + draw.below(9)
    if size <= 2:
        solution = _plus(Bin("*", Num(slope), n), start)
        return _Recursion(start, Bin("+", before, Num(slope)), solution, "rw [h, ih]\n  omega", "omega")
    if size <= 4:
        linear = draw.below(5)
        square: Term = Bin("*", Num(slope), Bin("*", n, n))
        solution = _plus(Bin("+", square, Bin("*", Num(linear), n)) if linear else square, start)
        step = Bin("+", Bin("*", Num(2 * slope), n), Num(slope + linear))
        agrees = "simp [Nat.add_mul, Nat.mul_add]; omega"
        return _Recursion(start, Bin("+", before, step), solution, f"rw [h, ih]\n  {_EXPAND}", agrees)
    base = draw.pick((2, 3, 4, 5))
    power = Bin("^", Num(base), n)
    solution = power if slope == 1 else Bin("*", Num(slope), power)
    rewrites = "Nat.pow_succ" if slope == 1 else "Nat.pow_succ, Nat.mul_assoc"
    return _Recursion(
        slope, Bin("*", before, Num(base)), solution, f"rw [h, ih, {rewrites}]", f"rw [{rewrites}]"
    )


def _plus(term: Term, number: int) -> Term:
    return Bin("+", term, Num(number)) if number else term


def ind(draw: Draw, size: int, truth: Truth) -> GeneratedStatement | None:
    """∀ n, f n = its closed form, from a recursion for f; false where it begins with another number."""
    if truth is Truth.CONTRADICTORY:
        return None
    function, name = draw.pick("fg"), draw.pick("nkm")
    found = _recursion(draw, size, function, name)
    start = found.start + (1 + draw.below(3) if truth is not Truth.TRUE else 0)
    after = Atom("=", Call(function, Bin("+", Var(name), Num(1))), found.after)
    claim = Claim(
        (((function,), "Nat → Nat"),),
        (
            Assumption("h0", Atom("=", Call(function, Num(0)), Num(start))),
            Assumption("h", ForAll((name,), after)),
        ),
        ForAll((name,), Atom("=", Call(function, Var(name)), found.solution)),
    )
    if truth is Truth.TRUE:
        proof = (
            f"intro {name}\ninduction {name} with\n| zero => simp [h0]\n| succ {name} ih =>\n  {found.end}"
        )
        return GeneratedStatement("ind", size, claim, Truth.TRUE, proof=proof)
    denial = "intro k\nhave k := k 0\nsimp [h0] at k"
    return GeneratedStatement(
        "ind",
        size,
        claim,
        Truth.FALSE,
        Extent.EVERYWHERE,
        refutation=_other_start(size, start, found, name),
        denial=denial,
    )


def _other_start(size: int, start: int, found: _Recursion, name: str) -> str:
    """The closed negation by the function that begins with `start` and keeps the recursion."""
    if size <= 4:
        # The same solution, moved by what the start differs.
        text = f"{term_text(found.solution)} + {start - found.start}"
    else:
        base = found.after.right if isinstance(found.after, Bin) else Num(1)
        text = f"{start} * {term_text(base)} ^ {name}"
    function = f"(fun {name} => {text})"
    step = "simp [Nat.pow_succ, Nat.mul_assoc]" if size > 4 else found.agrees
    return f"intro h\nhave k := h {function} (by simp) (fun {name} => by {step}) 0\nsimp at k"


def wit(draw: Draw, size: int, truth: Truth) -> GeneratedStatement | None:
    """∃ numbers that meet linear equations, or for large sizes others; false ones are about one equation."""
    if truth is Truth.CONTRADICTORY:
        return None
    if size <= 2:
        return _one_number(draw, size, truth)
    if size <= 4:
        return _two_numbers(draw, size, truth)
    if truth is not Truth.TRUE:
        return None
    x, y = 1 + draw.below(12), 1 + draw.below(12)
    if size == 5:
        square = Bin("+", Bin("*", Var("x"), Var("x")), Var("x"))
        return _existence(size, ("x",), (x,), Atom("=", square, Num(x * x + x)))
    product = Atom("=", Bin("*", Var("x"), Var("y")), Num(x * y))
    total = Atom("=", Bin("+", Var("x"), Var("y")), Num(x + y))
    return _existence(size, ("x", "y"), (x, y), And(product, total))


def _one_number(draw: Draw, size: int, truth: Truth) -> GeneratedStatement | None:
    factor, more, x = 1 + draw.below(5), draw.below(9), draw.below(5 + 4 * size)
    total = factor * x + more
    left = Bin("+", Bin("*", Num(factor), Var("x")), Num(more))
    if truth is Truth.TRUE:
        return _existence(size, ("x",), (x,), Atom("=", left, Num(total)))
    total = 1 + draw.below(30)
    # x is at most the total, so that this looks at all numbers that there are.
    if any(factor * x + more == total for x in range(total + 1)):
        return None
    return _no_number(size, ("x",), Atom("=", left, Num(total)))


def _two_numbers(draw: Draw, size: int, truth: Truth) -> GeneratedStatement | None:
    first, second = draw.pick((2, 3, 4)), draw.pick((3, 5, 7))
    left = Bin("+", Bin("*", Num(first), Var("x")), Bin("*", Num(second), Var("y")))
    if truth is Truth.TRUE:
        x, y = draw.below(8), draw.below(6)
        return _existence(size, ("x", "y"), (x, y), Atom("=", left, Num(first * x + second * y)))
    total = draw.below(24)
    if any(first * x + second * y == total for x in range(total + 1) for y in range(total + 1)):
        return None
    return _no_number(size, ("x", "y"), Atom("=", left, Num(total)))


def _existence(
    size: int, names: tuple[str, ...], numbers: tuple[int, ...], body: Atom | And
) -> GeneratedStatement:
    steps = [f"refine ⟨{number}, ?_⟩" for number in numbers]
    claim = Claim((), (), Exists(names, body))
    return GeneratedStatement("wit", size, claim, Truth.TRUE, proof="\n".join([*steps, "decide"]))


def _no_number(size: int, names: tuple[str, ...], body: Atom) -> GeneratedStatement:
    script = f"intro ⟨{', '.join(names)}, h⟩\nomega"
    claim = Claim((), (), Exists(names, body))
    return GeneratedStatement(
        "wit", size, claim, Truth.FALSE, Extent.EVERYWHERE, refutation=script, denial=script
    )
