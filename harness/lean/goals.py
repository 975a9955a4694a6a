"""Goal states out of Lean's messages: hypotheses and conclusion as data, for reports.

The goals themselves are read by lean-dojo's `parse_goals` where the extra `[lean-dojo]` is installed, and
else by a reader of our own that gives the same.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from harness.errors import UsageError

MAX_GOALS: Final = 32
"""Goals that are read of one message."""

MAX_CHARACTERS: Final = 8_000
"""Length of the longest goal that is read; lean-dojo's pattern takes time in the square of it."""

HOW_TO_INSTALL: Final = "pip install 'prover-eval[lean-dojo]'"
_TURNSTILE: Final = "⊢"
_CASE: Final = re.compile(r"case (?P<tag>\S[^\n]*)\n")
# A hypothesis begins at the margin: names, then a colon; its further lines are indented.
_HYPOTHESIS: Final = re.compile(r"(?P<names>[^\s:][^:\n]*?) :(?P<type>(?:[^\n]|\n(?=[ \t]))*)")


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One name of a goal's context. type: as Lean prints it, with `:= value` behind a let variable's."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal that was left. case: its tag, or empty. conclusion: what stands behind `⊢`."""

    hypotheses: tuple[Hypothesis, ...]
    conclusion: str
    case: str = ""


def read_goals(message: str, parser: str = "auto") -> tuple[Goal, ...]:
    """The goals in one of Lean's messages ("unsolved goals ..."); empty where it shows none.

    message: a candidate's doing, so nothing in it makes this fail: what isn't a goal is passed over.
    parser: "lean-dojo", "own", or "auto" for lean-dojo's where it is installed. Raises UsageError when
    "lean-dojo" is asked for and isn't installed, or another name is.
    """
    return words_and_goals(message, parser)[1]


def words_and_goals(message: str, parser: str = "auto") -> tuple[str, tuple[Goal, ...]]:
    """(what a message says before its first goal, its goals); the whole message where it shows none.

    As `read_goals` otherwise.
    """
    read, text = _parser(parser), message.replace("\r\n", "\n")
    words, goals = text, list[Goal]()
    for block in _blocks(text):
        goal = _goal(block.case, block.text, read)
        if goal is not None:
            words = words if goals else text[: block.start].rstrip()
            goals.append(goal)
        if len(goals) == MAX_GOALS:
            break
    return words, tuple(goals)


_Reader = Callable[[str], tuple[Goal, ...]]


def _parser(name: str) -> _Reader:
    if name not in ("auto", "lean-dojo", "own"):
        raise UsageError(f"there is no parser {name!r} of goals; known are auto, lean-dojo, own")
    dojo = None if name == "own" else _lean_dojo()
    if name == "lean-dojo" and dojo is None:
        raise UsageError(f"lean-dojo isn't installed: {HOW_TO_INSTALL}")
    return _own if dojo is None else dojo


@dataclass(frozen=True, slots=True)
class _Block:
    """What may be a goal. start: offset in the message where it begins, with its case tag."""

    start: int
    case: str
    text: str


def _blocks(message: str) -> list[_Block]:
    """What may be goals, the words before each taken off."""
    found: list[_Block] = []
    at = -2
    for piece in message.split("\n\n"):
        place, at = at + 2, at + 2 + len(piece)
        if piece.count(_TURNSTILE) != 1 or len(piece) > MAX_CHARACTERS:
            continue
        context, _, conclusion = piece.partition(_TURNSTILE)
        if context and not context.endswith("\n"):
            continue
        tags = list(_CASE.finditer(context))
        start = tags[-1].end() if tags else _first_hypothesis(context)
        begins = tags[-1].start() if tags else start
        case = tags[-1]["tag"].strip() if tags else ""
        found.append(_Block(place + begins, case, f"{context[start:]}{_TURNSTILE}{_conclusion(conclusion)}"))
    return found


def _first_hypothesis(context: str) -> int:
    """Where the hypotheses begin: behind the last line at the margin that is none, as `unsolved goals`."""
    start = at = 0
    for line in context.splitlines(keepends=True):
        at += len(line)
        if not line[0].isspace() and not _HYPOTHESIS.match(line):
            start = at
    return start


def _conclusion(text: str) -> str:
    """The conclusion with its indented lines; what follows at the margin is a note."""
    lines = text.split("\n")
    kept = lines[:1]
    for line in lines[1:]:
        if not line[:1].isspace():
            break
        kept.append(line)
    return "\n".join(kept)


def _goal(case: str, block: str, read: _Reader) -> Goal | None:
    goals = read(block)
    return Goal(goals[0].hypotheses, goals[0].conclusion, case) if goals else None


def _own(block: str) -> tuple[Goal, ...]:
    context, _, conclusion = block.partition(_TURNSTILE)
    hypotheses = tuple(
        Hypothesis(name, found["type"].strip())
        for found in _HYPOTHESIS.finditer(context)
        if found.start() == 0 or context[found.start() - 1] == "\n"
        for name in found["names"].split()
    )
    return (Goal(hypotheses, conclusion.strip()),)


@cache
def _lean_dojo() -> _Reader | None:
    """lean-dojo's parser; None where it isn't installed.

    Its module is loaded by itself: the package as a whole brings ray, reads `.env` files and asks git.
    """
    from importlib.util import find_spec, module_from_spec, spec_from_file_location
    from pathlib import Path

    package = find_spec("lean_dojo")
    if package is None or not package.submodule_search_locations:
        return None
    path = Path(next(iter(package.submodule_search_locations))) / "interaction" / "parse_goals.py"
    spec = spec_from_file_location("_lean_dojo_parse_goals", path) if path.is_file() else None
    if spec is None or spec.loader is None:
        return None
    module: Any = module_from_spec(spec)
    # dataclasses look their own module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)

    def read(block: str) -> tuple[Goal, ...]:
        return tuple(
            Goal(tuple(Hypothesis(one.ident, one.lean_type) for one in goal.assumptions), goal.conclusion)
            for goal in module.parse_goals(block)
        )

    return read
