"""Problems in words, and the file that they come from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from harness.errors import DataError
from harness.lean.source.words import COMMANDS, MODIFIERS, OPENERS, TACTICS
from harness.pipeline.loop import read_rows
from harness.problem import Problem

SPLIT: Final = "train"
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_STRANGE: Final = re.compile(r"[^A-Za-z0-9_]+")
_LONGEST: Final = 60
_KEYWORDS: Final = (
    COMMANDS | TACTICS | OPENERS | MODIFIERS | frozenset(["if", "in", "where", "Prop", "Type", "Sort"])
)
_DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class InformalProblem:
    """A problem in words.

    ident: as its file has it. header: what its statement is compiled under; None for the stage's. reference:
    a formal statement that is known to say the same, which no model is shown; None where there is none.
    answer: the problem's answer, which a prompt may show.
    """

    ident: str
    informal: str
    header: str | None = None
    reference: str | None = None
    answer: str | None = None

    @property
    def name(self) -> str:
        """The name of its theorem: the ident where that can be one, else made from it."""
        if _NAME.fullmatch(self.ident) and len(self.ident) <= _LONGEST and self.ident not in _KEYWORDS:
            return self.ident
        digest = hashlib.sha256(self.ident.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
        return f"p_{_STRANGE.sub('_', self.ident)[:_LONGEST]}_{digest}"

    def problem(self, header: str) -> Problem:
        """As a problem that a model is asked about, under its own header or else this one.

        Its formal statement is a place for the one that is asked for, and holds nothing of the reference.
        """
        metadata = {"ident": self.ident, "answer": self.answer}
        return Problem(
            self.name,
            SPLIT,
            f"theorem {self.name} : True := by\n",
            self.header if self.header is not None else header,
            f"/-- {self.informal} -/\n",
            metadata={name: value for name, value in metadata.items() if value is not None},
        )

    def to_json(self) -> dict[str, Any]:
        """As a row of a file."""
        row = {
            "id": self.ident,
            "informal": self.informal,
            "header": self.header,
            "reference": self.reference,
            "answer": self.answer,
        }
        return {name: value for name, value in row.items() if value is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> InformalProblem:
        """The problem in a row `{"id", "informal"}`, with `header`, `reference` and `answer` where it has
        them. Raises DataError with the field's name."""
        for name in ("id", "informal", *_MAY_LACK):
            value = data.get(name)
            if not (isinstance(value, str) and (value.strip() or name == "header")) and not (
                value is None and name in _MAY_LACK
            ):
                raise DataError("must be a text that isn't empty", field=name)
        return cls(data["id"], data["informal"].strip(), *(data.get(name) for name in _MAY_LACK))


_MAY_LACK: Final = ("header", "reference", "answer")


def read_informal(path: Path) -> list[InformalProblem]:
    """The problems of a JSONL file, in order.

    Raises DataError, with file and line, for a row that can't be read, for two rows of one id, and for a file
    without rows.
    """
    found: dict[str, InformalProblem] = {}
    for problem in read_rows(path, InformalProblem.from_json):
        if problem.name in found:
            raise DataError(f"has the id {problem.ident!r} twice: give each its own", file=path)
        found[problem.name] = problem
    if not found:
        raise DataError('has no rows: each line is a JSON object with "id" and "informal"', file=path)
    return list(found.values())
