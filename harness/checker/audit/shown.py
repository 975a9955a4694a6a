"""Two statements side by side: what a candidate states, and what the benchmark asks for.

This is for people. What is compared are kernel terms; texts that differ in nothing come from terms that
differ where the text shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harness.checker.verdict import Reason, Verdict
from harness.errors import OleanError
from harness.lean.olean import terms as t
from harness.lean.olean.names import shown_name
from harness.lean.olean.show import LEFT_OUT, show

if TYPE_CHECKING:
    from harness.lean.olean import Constant, Module

#: Longest text of one statement; the part around the first difference is kept.
MOST_SHOWN: Final = 320
_BEFORE = 120
_MOST_NAMES = 200
_TOLD = re.compile(
    r"\A(?P<title>.+ states something else): stated `(?P<stated>[^`]*)`, asked `(?P<asked>[^`]*)`"
    r"(?:, alike but for (?P<hidden>.+))?\Z",
    re.DOTALL,
)
_WORD = re.compile(r"\w+|\W")


def in_words(candidate: Module, found: Constant, reference: Module, wanted: Constant, difference: str) -> str:
    """Both statements in one line; `difference` alone where they can't be shown.

    difference: what differs, in words, for statements that look alike. Never raises for what a file holds.
    """
    try:
        names = _names(reference, wanted.type)
        stated, asked = show(candidate, found.type, names), show(reference, wanted.type, names)
    except (OleanError, RecursionError):
        return difference
    # Whatever can't be printed is written in another way already.
    stated, asked = (text.replace("`", "'") for text in (stated, asked))
    at = _common(stated, asked)
    cut = [_window(text, at) for text in (stated, asked)]
    hidden = f", alike but for {difference}" if stated == asked else ""
    return f"stated `{cut[0]}`, asked `{cut[1]}`{hidden}"


def _names(module: Module, term: int) -> Sequence[str]:
    """What the reference calls its outermost variables: the candidate may call them otherwise."""
    names: list[str] = []
    node = module.node(term)
    while node[0] == t.PI and len(names) < _MOST_NAMES:
        own = module.terms.binder(term)[0]
        names.append(shown_name(own) if own else "x")
        term = node[2]
        node = module.node(term)
    return names


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How much of both is the same from the beginning on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _window(text: str, at: int) -> str:
    """At most MOST_SHOWN characters of the text, those around a position among them."""
    if len(text) <= MOST_SHOWN:
        return text
    start = max(0, min(at - _BEFORE, len(text) - MOST_SHOWN))
    end = start + MOST_SHOWN
    return (LEFT_OUT if start else "") + text[start:end] + (LEFT_OUT if end < len(text) else "")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A verdict's two statements. title: what the detail says before them. hidden: what differs, in words,
    where both look alike."""

    title: str
    stated: str
    asked: str
    hidden: str

    def lines(self) -> Iterator[str]:
        """Both statements below each other, and what differs marked below them."""
        yield f"stated: {self.stated}"
        yield f"asked:  {self.asked}"
        if self.hidden:
            yield f"alike but for {self.hidden}"
        else:
            start, end = self.marked()
            yield " " * (len("asked:  ") + start) + "^" * max(1, end - start)

    def marked(self) -> tuple[int, int]:
        """From which column to which the statements differ, whole words; the longer one's end."""
        stated, asked = _WORD.findall(self.stated), _WORD.findall(self.asked)
        same = _common(stated, asked)
        start = sum(map(len, asked[:same]))
        if self.stated.endswith(LEFT_OUT) or self.asked.endswith(LEFT_OUT):
            # How much is the same behind it isn't known.
            words = [words[same] for words in (stated, asked) if same < len(words)]
            return start, start + max(map(len, words), default=0)
        left = min(len(stated), len(asked)) - same
        behind = min(left, _common(stated[::-1], asked[::-1]))
        ends = (sum(map(len, words[: len(words) - behind])) for words in (stated, asked))
        return start, max(ends)


def mismatch_in(verdict: Verdict) -> Mismatch | None:
    """The two statements that a verdict's detail shows; None where it shows none."""
    found = _TOLD.match(verdict.detail) if verdict.reason is Reason.STATEMENT else None
    if found is None:
        return None
    return Mismatch(found["title"], found["stated"], found["asked"], found["hidden"] or "")
