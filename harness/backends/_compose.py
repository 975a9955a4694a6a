"""Random proof scripts that follow the shape of a goal."""

from __future__ import annotations

from collections.abc import Callable

from harness.backends._closers import closers
from harness.backends._formula import FormulaKind, FormulaShape, Tokens, shape, substitute, tokenize
from harness.backends._goal import StatementGoal
from harness.backends.draw import Draw

_NUMBERS = ("0", "1", "2", "3", "4", "5", "6")
_SPLITS = ("Nat.le_total", "Nat.lt_or_ge")
_LINE = 100
_MOST_GOALS = 40


def compose(draw: Draw, goal: StatementGoal, *, mathlib: bool = False) -> str:
    """One script for `goal`: a tactic block whose outer tactics begin in column 0."""
    return "\n".join(_Composer(draw, mathlib).prove(goal, 7))


class _Composer:
    """Writes a script goal by goal; `fuel` bounds how many steps may follow one another."""

    def __init__(self, draw: Draw, mathlib: bool) -> None:
        self._draw, self._mathlib = draw, mathlib
        self._left = _MOST_GOALS

    def prove(self, goal: StatementGoal, fuel: int) -> list[str]:
        """Lines that should close `goal`."""
        self._left -= 1
        if fuel <= 0 or self._left <= 0:
            return self._close(goal)
        step = fuel - 1
        if (name := self._destructible(goal)) and self._draw.chance(70):
            return self._destruct(goal, name, step)
        target = shape(goal.target)
        if target.kind in (FormulaKind.FORALL, FormulaKind.IMPLIES, FormulaKind.NOT) or target.symbol == "≠":
            if target.kind is FormulaKind.IMPLIES and self._draw.chance(5):
                return self._induct_or_close(goal, step)
            # Each name brings the goal nearer to its end, so this costs no fuel.
            return self._intro(goal, fuel)
        if target.kind in (FormulaKind.AND, FormulaKind.IFF) and self._draw.chance(75):
            return self._both(goal, step)
        if target.kind is FormulaKind.OR and self._draw.chance(55):
            side = self._draw.below(2)
            return ["left" if side == 0 else "right", *self.prove(goal.with_target(target.parts[side]), step)]
        if target.kind is FormulaKind.EXISTS and self._draw.chance(80):
            return self._witness(goal, step)
        if target.symbol == "∣" and self._draw.chance(50):
            return self._divide(goal)
        return self._induct_or_close(goal, step)

    def _induct_or_close(self, goal: StatementGoal, fuel: int) -> list[str]:
        """Close the goal, or first split it by what its variables and hypotheses allow."""
        moves: list[tuple[int, Callable[[StatementGoal, int], list[str]]]] = [
            (55, lambda goal, _: self._close(goal))
        ]
        if goal.of_type("Nat"):
            moves += [(25, self._induction), (6, self._cases), (5, self._compare)]
        if goal.of_type("Prop"):
            moves.append((25, self._by_cases))
        if goal.others():
            moves.append((30, self._other_type))
        if goal.hypotheses:
            moves += [(8, self._substitution), (6, self._back), (6, self._order_cases)]
        return self._draw.weighted(moves)(goal, fuel)

    def _other_type(self, goal: StatementGoal, fuel: int) -> list[str]:
        """Cases of a variable whose type has unknown constructors."""
        return [f"{self._draw.pick(('induction', 'cases'))} {self._draw.pick(goal.others())} <;> simp_all"]

    def _order_cases(self, goal: StatementGoal, fuel: int) -> list[str]:
        """Cases of `a ≤ b`: a = b, or a ≤ c with b = c + 1."""
        names = [name for name, formula in goal.hypotheses if shape(formula).symbol in ("≤", "<", "≥", ">")]
        if not names:
            return self._close(goal)
        name = self._draw.pick(names)
        base = _indent(self._close(goal))
        if self._draw.chance(50):
            inner = _assume(goal.without(name), "ih", goal.target)
            return [
                f"induction {name} with",
                "| refl =>",
                *base,
                "| step _ ih =>",
                *_indent(self._close(inner)),
            ]
        return [f"cases {name} with", "| refl =>", *base, f"| step {name} =>", *_indent(self._close(goal))]

    def _close(self, goal: StatementGoal) -> list[str]:
        """`first` over a few closers."""
        chosen = self._draw.several(closers(self._draw, goal, mathlib=self._mathlib), 5 + self._draw.below(6))
        line = "first | " + " | ".join(chosen)
        return [line] if len(line) <= _LINE else ["first", *(f"  | {tactic}" for tactic in chosen)]

    def _intro(self, goal: StatementGoal, fuel: int) -> list[str]:
        target = shape(goal.target)
        if target.kind is FormulaKind.FORALL:
            names: list[str] = []
            body, inner = target.parts[0], goal
            for old, kind in target.names:
                new = inner.fresh(old)
                inner = inner.adding(new, kind)
                body = substitute(body, old, new)
                names.append(new)
            return [f"intro {' '.join(names)}", *self.prove(inner.with_target(body), fuel)]
        new = goal.fresh("h")
        if target.kind is FormulaKind.IMPLIES:
            premise, rest = target.parts
        else:
            premise = _denied(target)
            rest = ("False",)
        inner = StatementGoal(goal.variables, (*goal.hypotheses, (new, premise)), rest)
        return [f"intro {new}", *self.prove(inner, fuel)]

    def _both(self, goal: StatementGoal, fuel: int) -> list[str]:
        target = shape(goal.target)
        left, right = target.parts
        if target.kind is FormulaKind.IFF:
            left, right = _arrow(left, right), _arrow(right, left)
        lines = [line for side in (left, right) for line in _bullet(self.prove(goal.with_target(side), fuel))]
        return ["constructor", *lines]

    def _witness(self, goal: StatementGoal, fuel: int) -> list[str]:
        target = shape(goal.target)
        body = target.parts[0]
        terms: list[str] = []
        for name, _ in target.names:
            terms.append(self._term(goal))
            body = substitute(body, name, terms[-1])
        return [f"refine ⟨{', '.join(terms)}, ?_⟩", *self.prove(goal.with_target(body), fuel)]

    def _divide(self, goal: StatementGoal) -> list[str]:
        """Give the quotient: by the known multiples of the divisor in the target, or as a small term."""
        divisor, sum_of_multiples = shape(goal.target).parts
        term, known = sum_of_multiples, False
        for _, formula in goal.hypotheses:
            found = shape(formula)
            multiple = ("(", *divisor, ")", "*")
            if found.symbol == "=" and len(found.parts[0]) == 1 and found.parts[1][:-1] == multiple:
                known = True
                term = substitute(term, found.parts[0][0], found.parts[1][-1])
        quotient = " ".join(term) if known and self._draw.chance(70) else self._term(goal)
        equation = (*sum_of_multiples, "=", "(", *divisor, ")", "*", "(", *tokenize(quotient), ")")
        return [f"refine ⟨{quotient}, ?_⟩", *self._close(goal.with_target(equation))]

    def _term(self, goal: StatementGoal) -> str:
        """A small term over the variables; the newest ones are tried most."""
        names = goal.of_type("Nat", "Int")
        if not names or self._draw.chance(25):
            return self._draw.pick(_NUMBERS)
        recent = [(1 + 2 * place, name) for place, name in enumerate(names)]
        one, two = self._draw.weighted(recent), self._draw.weighted(recent)
        return self._draw.weighted(
            [(6, one), (3, f"{one} + {two}"), (3, f"{one} * {two}"), (3, f"{one} + 1"), (2, f"{one} - {two}"),
             (1, f"{one} - 1"), (1, f"2 * {one}")]
        )  # fmt: skip

    def _destructible(self, goal: StatementGoal) -> str:
        """A hypothesis that can be taken apart, or an empty text."""
        kinds = (FormulaKind.EXISTS, FormulaKind.AND, FormulaKind.OR, FormulaKind.IFF)
        names = [
            name
            for name, formula in goal.hypotheses
            if shape(formula).kind in kinds or shape(formula).symbol == "∣" or formula == ("False",)
        ]
        return self._draw.pick(names) if names else ""

    def _destruct(self, goal: StatementGoal, name: str, fuel: int) -> list[str]:
        formula = dict(goal.hypotheses)[name]
        found = shape(formula)
        rest = goal.without(name)
        if formula == ("False",):
            return [f"exact {name}.elim"]
        if found.kind is FormulaKind.OR:
            cases = [self.prove(_assume(rest, name, part), fuel) for part in found.parts]
            return [
                f"rcases {name} with {name} | {name}",
                *(line for lines in cases for line in _bullet(lines)),
            ]
        if found.kind in (FormulaKind.AND, FormulaKind.IFF):
            one = goal.fresh("h")
            parts = found.parts
            if found.kind is FormulaKind.IFF:
                parts = (_arrow(*parts), _arrow(parts[1], parts[0]))
            inner = _assume(_assume(rest, one, parts[0]), name, parts[1])
            return [f"obtain ⟨{one}, {name}⟩ := {name}", *self.prove(inner, fuel)]
        if found.symbol == "∣":
            new = goal.fresh("c")
            fact = (*found.parts[1], "=", "(", *found.parts[0], ")", "*", new)
            inner = _assume(rest.adding(new, ("Nat",)), name, fact)
            return [f"obtain ⟨{new}, {name}⟩ := {name}", *self.prove(inner, fuel)]
        return self._open(goal, rest, name, fuel)

    def _open(self, goal: StatementGoal, rest: StatementGoal, name: str, fuel: int) -> list[str]:
        """Take the witnesses out of an existential hypothesis."""
        found = shape(dict(goal.hypotheses)[name])
        body, pattern = found.parts[0], []
        for old, kind in found.names:
            new = goal.fresh(old) if old not in pattern else goal.fresh(f"{old}0")
            rest, body = rest.adding(new, kind), substitute(body, old, new)
            pattern.append(new)
        inner = _assume(rest, name, body)
        return [f"obtain ⟨{', '.join([*pattern, name])}⟩ := {name}", *self.prove(inner, fuel)]

    def _induction(self, goal: StatementGoal, fuel: int) -> list[str]:
        return self._by_cases_of(goal, "induction", fuel)

    def _cases(self, goal: StatementGoal, fuel: int) -> list[str]:
        return self._by_cases_of(goal, "cases", fuel)

    def _by_cases_of(self, goal: StatementGoal, tactic: str, fuel: int) -> list[str]:
        """`induction` or `cases` on a number, with a script for each case."""
        names = goal.of_type("Nat")
        # The operators recurse on their last argument, so the last variable is the best guess.
        name = names[-1] if self._draw.chance(55) else self._draw.pick(names)
        others = [other for other in names if other != name]
        induct = tactic == "induction"
        suffix = (
            f" generalizing {self._draw.pick(others)}" if induct and others and self._draw.chance(20) else ""
        )
        hypothesis = goal.fresh("ih")
        low, high = _replaced(goal, name, "0"), _replaced(goal, name, f"{name} + 1")
        if induct:
            high = _assume(high, hypothesis, goal.target)
        head = f"{tactic} {name}{suffix} with"
        step = f"| succ {name} {hypothesis} =>" if induct else f"| succ {name} =>"
        fuel = min(fuel, 3)
        return [head, "| zero =>", *_indent(self.prove(low, fuel)), step, *_indent(self.prove(high, fuel))]

    def _compare(self, goal: StatementGoal, fuel: int) -> list[str]:
        """Two cases from the order of two numbers."""
        names = goal.of_type("Nat")
        one, two, new = self._draw.pick(names), self._draw.pick([*names, "0", "1"]), goal.fresh("h")
        lemma = self._draw.pick(_SPLITS)
        first = (one, "<" if lemma == "Nat.lt_or_ge" else "≤", two)
        cases = [self.prove(_assume(goal, new, fact), min(fuel, 2)) for fact in (first, (two, "≤", one))]
        lines = [line for case in cases for line in _bullet(case)]
        return [f"rcases {lemma} {one} {two} with {new} | {new}", *lines]

    def _by_cases(self, goal: StatementGoal, fuel: int) -> list[str]:
        """Two cases from excluded middle."""
        proposition = self._draw.pick(goal.of_type("Prop"))
        new = goal.fresh(f"h{proposition}")
        cases = [
            self.prove(_assume(goal, new, fact), min(fuel, 3))
            for fact in ((proposition,), ("¬", proposition))
        ]
        return [f"by_cases {new} : {proposition}", *(line for case in cases for line in _bullet(case))]

    def _substitution(self, goal: StatementGoal, fuel: int) -> list[str]:
        """Use an equation everywhere."""
        name = self._draw.pick([name for name, _ in goal.hypotheses])
        tactic = self._draw.pick(
            [f"subst {name}", f"rw [{name}]", f"simp [{name}]", f"simp at {name}", "simp_all"]
        )
        return [f"try {tactic}", *self._optional(self.prove(goal, min(fuel, 2)))]

    def _back(self, goal: StatementGoal, fuel: int) -> list[str]:
        """Reason backwards from an implication or a negation."""
        chosen = self._draw.pick(goal.hypotheses)
        found = shape(chosen[1])
        if found.kind is FormulaKind.IMPLIES:
            return [f"apply {chosen[0]}", *self.prove(goal.with_target(found.parts[0]), min(fuel, 3))]
        if found.kind is FormulaKind.NOT or found.symbol == "≠":
            lines = self.prove(goal.with_target(_denied(found)), min(fuel, 3))
            return ["exfalso", f"apply {chosen[0]}", *lines]
        return self._close(goal)

    @staticmethod
    def _optional(lines: list[str]) -> list[str]:
        """The lines for whatever goals are left, none included."""
        return ["all_goals", *_indent(lines)]


def _arrow(left: Tokens, right: Tokens) -> Tokens:
    return ("(", *left, ")", "→", *right)


def _denied(found: FormulaShape) -> Tokens:
    """The formula A of `¬ A`, also where it is written `a ≠ b`."""
    return found.parts[0] if found.kind is FormulaKind.NOT else (*found.parts[0], "=", *found.parts[1])


def _assume(goal: StatementGoal, name: str, formula: Tokens) -> StatementGoal:
    """With one more hypothesis, whatever its formula looks like."""
    return StatementGoal(goal.variables, (*goal.without(name).hypotheses, (name, formula)), goal.target)


def _replaced(goal: StatementGoal, name: str, term: str) -> StatementGoal:
    hypotheses = tuple((other, substitute(formula, name, term)) for other, formula in goal.hypotheses)
    variables = goal.variables if name in term else tuple(v for v in goal.variables if v[0] != name)
    return StatementGoal(variables, hypotheses, substitute(goal.target, name, term))


def _indent(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _bullet(lines: list[str]) -> list[str]:
    return [f"· {lines[0]}", *_indent(lines[1:])]
