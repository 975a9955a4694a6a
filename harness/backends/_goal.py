"""The goal of a problem: variables, hypotheses and target, read from its formal statement."""

from __future__ import annotations

from dataclasses import dataclass

from harness.backends._formula import FormulaKind, Tokens, binder_groups, find_top, shape, tokenize

# A longer text is cut: what is read is a guess in any case, and reading it must stay quick.
_LONGEST = 4000
_KNOWN = frozenset({"Nat", "Int", "Prop", "Type", "Sort"})
_NUMBERS = {"ℕ": "Nat", "ℤ": "Int"}


@dataclass(frozen=True, slots=True)
class StatementGoal:
    """What is to be proved.

    variables: (name, type) in order, types as text, `Nat` for ℕ. hypotheses: (name, formula) in order.
    target: a formula.
    """

    variables: tuple[tuple[str, str], ...]
    hypotheses: tuple[tuple[str, Tokens], ...]
    target: Tokens

    def of_type(self, *types: str) -> list[str]:
        """Names of the variables of one of these types."""
        return [name for name, kind in self.variables if kind in types]

    def others(self) -> list[str]:
        """Names of the variables of a named type other than Nat, Int and Prop."""
        return [name for name, kind in self.variables if kind.isidentifier() and kind not in _KNOWN]

    def names(self) -> set[str]:
        """Every name in use."""
        return {name for name, _ in (*self.variables, *self.hypotheses)}

    def with_target(self, target: Tokens) -> StatementGoal:
        """The same context with another target."""
        return StatementGoal(self.variables, self.hypotheses, target)

    def adding(self, name: str, kind: Tokens) -> StatementGoal:
        """With one more name: a hypothesis when its type is a formula, else a variable."""
        if is_formula(kind, self):
            return StatementGoal(self.variables, (*self.hypotheses, (name, kind)), self.target)
        return StatementGoal((*self.variables, (name, type_text(kind))), self.hypotheses, self.target)

    def without(self, name: str) -> StatementGoal:
        """Without the hypothesis `name`."""
        return StatementGoal(self.variables, tuple(h for h in self.hypotheses if h[0] != name), self.target)

    def fresh(self, wanted: str) -> str:
        """`wanted`, or a name made from it that is not in use."""
        used = self.names()
        if wanted not in used and wanted != "_":
            return wanted
        stem = wanted.rstrip("0123456789_") or "h"
        return next(name for number in range(1, len(used) + 2) if (name := f"{stem}{number}") not in used)


def type_text(tokens: Tokens) -> str:
    """A type as text; a type that isn't written is taken for `Nat`."""
    return _NUMBERS.get(text := " ".join(tokens), text) or "Nat"


def is_formula(tokens: Tokens, goal: StatementGoal) -> bool:
    """Whether a binder's type is a proposition, as far as its look tells."""
    found = shape(tokens)
    while found.kind in (FormulaKind.FORALL, FormulaKind.IMPLIES):
        found = shape(found.parts[-1])
    if found.kind is not FormulaKind.ATOM:
        return True
    head = next((token for token in found.parts[0] if token != "("), "")
    if head in ("True", "False"):
        return True
    return any(name == head and kind.endswith("Prop") for name, kind in goal.variables)


def read_goal(statement: str) -> StatementGoal:
    """The goal of `theorem NAME binders : target := ...`. A text of another form gives an empty context."""
    tokens = tokenize(statement[:_LONGEST])
    start = next((i for i, token in enumerate(tokens) if token in ("theorem", "lemma", "example")), -1) + 1
    if start < len(tokens) and tokens[start] not in ("(", "{", "[", "⦃", ":"):
        start += 1
    pairs, length = binder_groups(tokens[start:])
    rest = tokens[start + length :]
    if rest[:1] == (":",):
        rest = rest[1:]
    end = find_top(rest, (":=",), past_binders=True)
    goal = StatementGoal((), (), rest[:end] if end >= 0 else rest)
    for name, kind in pairs:
        goal = goal.adding(name, kind)
    return goal
