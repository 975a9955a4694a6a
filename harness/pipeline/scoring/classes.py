"""The five classes of a score, as a model's answer names them and as several votes make one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from harness.errors import DataError


class ScoreClass(StrEnum):
    """The classes of DeepSeek-Prover (arXiv 2405.14333, appendix A.1), the best one first."""

    EXCELLENT = "excellent"
    GOOD = "good"
    ABOVE_AVERAGE = "above average"
    FAIR = "fair"
    POOR = "poor"

    @property
    def rank(self) -> int:
        """0 for the best one to 4 for the worst."""
        return _ORDER.index(self)


_ORDER: Final = tuple(ScoreClass)
_ASSESSMENT: Final = re.compile(r"assessment[*_`\s]*:(.*)", re.IGNORECASE)
_CLASS: Final = re.compile(r"\b(excellent|good|above[ -]average|fair|poor)\b", re.IGNORECASE)
_NOT: Final = re.compile(r"\b(?:not|no|neither|nor)\b", re.IGNORECASE)


def read_class(answer: str) -> ScoreClass | None:
    """The class that an answer names behind `Assessment:`; None where it names none, or several."""
    lines = [match[1] for match in _ASSESSMENT.finditer(answer)]
    named = {word.lower().replace("-", " ") for line in lines for word in _CLASS.findall(line)}
    if len(named) != 1 or any(_NOT.search(line) for line in lines):
        return None
    return ScoreClass(named.pop())


def median_class(votes: Sequence[ScoreClass | None]) -> ScoreClass | None:
    """The median of the votes that could be read, of two middle ones the worse; None where there are none."""
    ranks = sorted(vote.rank for vote in votes if vote is not None)
    return _ORDER[ranks[len(ranks) // 2]] if ranks else None


@dataclass(frozen=True, slots=True)
class ScoredStatement:
    """A statement's score.

    statement: its ident. votes: the class of each sample, None where an answer names none. score: what they
    make together; None where no answer could be read. facts: what decided a score by rules, in words.
    """

    statement: str
    votes: tuple[ScoreClass | None, ...]
    score: ScoreClass | None
    facts: tuple[str, ...] = ()

    def kept(self, threshold: ScoreClass) -> bool:
        """Whether the score is the threshold or better."""
        return self.score is not None and self.score.rank <= threshold.rank

    def to_json(self) -> dict[str, Any]:
        """As what JSON can say."""
        return {
            "statement": self.statement,
            "votes": [None if vote is None else str(vote) for vote in self.votes],
            "score": None if self.score is None else str(self.score),
            "facts": list(self.facts),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ScoredStatement:
        """The row that `to_json` wrote. Raises DataError."""
        ident, votes, facts = data.get("statement"), data.get("votes"), data.get("facts", [])
        if not isinstance(ident, str):
            raise DataError("must be a text", field="statement")
        if not isinstance(votes, list):
            raise DataError("must be a list", field="votes")
        if not isinstance(facts, list) or not all(isinstance(fact, str) for fact in facts):
            raise DataError("must be a list of texts", field="facts")
        read = tuple(class_of(vote, "votes") for vote in votes)
        return cls(ident, read, class_of(data.get("score"), "score"), tuple(facts))


@dataclass(frozen=True, slots=True)
class LabelledScore:
    """A class that a person gave a statement, which `statement` names by its ident or its theorem's name."""

    statement: str
    label: ScoreClass

    def to_json(self) -> dict[str, Any]:
        """As a row of a file."""
        return {"statement": self.statement, "label": str(self.label)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LabelledScore:
        """The row `{"statement", "label"}`. Raises DataError."""
        label = class_of(data.get("label"), "label")
        if not isinstance(data.get("statement"), str) or label is None:
            raise DataError("needs a statement's ident or name, and a label", field="statement")
        return cls(data["statement"], label)


def class_of(value: object, field: str) -> ScoreClass | None:
    """The class of that name; None for None. Raises DataError."""
    if value is None:
        return None
    try:
        return ScoreClass(str(value))
    except ValueError as error:
        raise DataError(f"must be one of {', '.join(_ORDER)}, not {value!r}", field=field) from error
