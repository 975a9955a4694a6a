"""Steps of a proof: templates whose slots take names of the statement, to text and back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from harness.backends.counts._context import Context, OpenGoal, advance
from harness.backends.draw import Draw

#: Ends a script behind a step of which only the proofs show that it leaves no goal.
END: Final = "{end}"
INDUCTION: Final = "induction {bound}"
_LEMMAS: Final = """
Nat.add_le_add Nat.mul_le_mul Nat.mul_le_mul_left Nat.mul_le_mul_right Nat.pow_le_pow_left
Nat.mul_self_le_mul_self Nat.le_add_right_of_le Nat.le_of_lt Nat.le_trans Nat.le_refl Nat.zero_le
Nat.le_succ_of_le Nat.lt_of_lt_of_le Nat.pow_le_pow_right Nat.le_add_left Nat.le_add_right Nat.le_antisymm
Nat.not_le_of_gt Nat.succ_le_succ Nat.add_le_add_left Nat.add_le_add_right Nat.dvd_add Nat.dvd_sub
Nat.dvd_mul_right_of_dvd Nat.dvd_mul_left_of_dvd Nat.dvd_refl Nat.dvd_mul_right Nat.dvd_mul_left Nat.dvd_trans
Nat.mul_dvd_mul Nat.dvd_zero And.intro Or.inl Or.inr absurd
"""
VOCABULARY: Final = (
    *(f"apply {lemma}" for lemma in _LEMMAS.split()),
    "omega",
    "decide",
    "rfl",
    "simp",
    "assumption",
    "obtain {pattern} := {∃}",
    "refine ⟨{local}, ?_⟩",
    "refine ⟨{number}, ?_⟩",
    "intro {bound}",
    INDUCTION,
    "rw [{∀}, ih]",
    "simp [Nat.add_mul, Nat.mul_add]",
    "simp [Nat.pow_succ]",
    "constructor",
    "exact {match}",
    "exact Nat.le_of_lt {match}",
    "exact {any}",
    "exact Nat.le_of_lt {any}",
)
"""Steps that are tried where nothing was counted yet, lemmas that lead nowhere among them."""

_SLOT: Final = re.compile(r"\{([^{}]+)\}")
_WORD: Final = re.compile(r"[^\W\d][\w'.]*|\d+")
# Names that a script itself may bring in, which stay as they are.
_OWN: Final = frozenset({"ih"})
_NUMBERS = 14
_BASE: Final = "| zero => simp [{=}]"
LONGEST: Final = 18
"""Steps of a script that is drawn, at most."""


@dataclass(slots=True)
class Standing:
    """Where a script stands: the goals still open, the next one last, and the names that it brought in."""

    open: list[OpenGoal]
    locals: list[str] = field(default_factory=list)
    indent: str = ""

    def take(self, template: str, goal: OpenGoal, context: Context) -> None:
        """Go on behind a step at `goal`, which was taken off the open ones."""
        self.open += reversed(advance(goal, template))
        if template.startswith(("obtain ", "intro ")) and context.bound not in self.locals:
            self.locals.append(context.bound)
        if template == INDUCTION:
            self.indent += "  "


def fill(template: str, context: Context, goal: OpenGoal, progress: Standing, draw: Draw) -> str:
    """The step's text, its slots filled with what fits, by a draw where several do."""

    def chosen(slot: re.Match[str]) -> str:
        kind = slot[1]
        if kind == "number":
            return str(draw.below(_NUMBERS))
        if kind == "pattern":
            return context.pattern or "h1"
        if kind == "bound":
            return context.bound
        if kind == "local":
            return draw.pick(progress.locals or [context.bound])
        if kind == "variable":
            return draw.pick(context.variables or (context.bound,))
        fitting = context.matching(goal) if kind == "match" else _of_kind(context, kind)
        return draw.pick(fitting or context.stated() or ["h"])

    if template == INDUCTION:
        base = _SLOT.sub(chosen, _BASE)
        return f"induction {context.bound} with\n{base}\n| succ {context.bound} ih =>"
    return _SLOT.sub(chosen, template)


def _of_kind(context: Context, kind: str) -> list[str]:
    """The hypotheses of that outermost connective or relation."""
    return [name for name, shape in context.hypotheses.items() if (shape.symbol or shape.kind.value) == kind]


def read_script(script: str, context: Context) -> list[tuple[str, OpenGoal | None]] | None:
    """The steps of a script as templates, each with its goal, which is None where no goal is known.

    A script that has no line, or lines that aren't one step each, gives None.
    """
    lines = _plain(script, context)
    if lines is None:
        return None
    progress = Standing([context.goal])
    steps: list[tuple[str, OpenGoal | None]] = []
    for line in lines:
        goal = progress.open.pop() if progress.open else None
        template = INDUCTION if line == INDUCTION else _template(line, context, goal)
        if template is None:
            return None
        steps.append((template, goal))
        if goal is not None:
            progress.take(template, goal, context)
    if progress.open:
        steps.append((END, progress.open[-1]))
    return steps


def _plain(script: str, context: Context) -> list[str] | None:
    """The lines of a script without indentation, an induction over the bound name as one of them."""
    lines = [line.rstrip() for line in script.splitlines() if line.strip()]
    if lines and lines[0].strip() == "by":
        lines = lines[1:]
    margin = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    lines = [line[margin:] for line in lines]
    base = next(iter(_of_kind(context, "=")), "h0")
    opening = [f"induction {context.bound} with", _BASE.replace("{=}", base), f"| succ {context.bound} ih =>"]
    found: list[str] = []
    indent = ""
    at = 0
    while at < len(lines):
        if [line.removeprefix(indent) for line in lines[at : at + 3]] == opening:
            found.append(INDUCTION)
            indent += "  "
            at += 3
            continue
        line = lines[at].removeprefix(indent)
        if line.startswith((" ", "|", "·", ".")) or not lines[at].startswith(indent):
            return None
        found.append(line)
        at += 1
    return found or None


def _template(line: str, context: Context, goal: OpenGoal | None) -> str | None:
    """The line with slots for the names of the statement; None where it holds names that nothing explains."""
    if "{" in line or "\t" in line or len(line) > 200:
        return None
    opened = f"obtain {context.pattern} := "
    if context.pattern and line.startswith(opened):
        return "obtain {pattern} := {∃}" if line[len(opened) :] in _of_kind(context, "∃") else None
    stated = set(context.predicates.values())
    fitting = context.matching(goal) if goal is not None else []

    def slot(found: re.Match[str]) -> str:
        word = found[0]
        if word.isdecimal():
            return "{number}"
        if word in fitting:
            return "{match}"
        if line.startswith("exact ") and (word in context.hypotheses or word in stated):
            return "{any}"
        if word in context.hypotheses:
            shape = context.hypotheses[word]
            return f"{{{shape.symbol or shape.kind.value}}}" if shape.symbol or shape.kind.value else "{any}"
        if word == context.bound:
            return "{bound}" if line.startswith("intro ") else "{local}"
        return "{variable}" if word in context.variables else word

    return _WORD.sub(slot, line)


def render(lines: Sequence[tuple[str, str]]) -> str:
    """The script of steps as pairs of indentation and text."""
    return "\n".join(f"{indent}{row}" for indent, text in lines for row in text.split("\n"))
