"""Whether statements say what their problems say: the model that judges, and its own error."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from harness.errors import DataError
from harness.pipeline.asking import StageModel, answers_of
from harness.pipeline.loop import LoopTools, bench_of
from harness.problem import Problem
from harness.stats import clopper_pearson

_VERDICT: Final = re.compile(r"verdict\W*:\W*(unfaithful|not faithful|faithful)\b", re.IGNORECASE)
_LABEL: Final = "labelled_"


@dataclass(frozen=True, slots=True)
class LabelledStatement:
    """A statement of which it is known whether it says what its problem says."""

    informal: str
    formal_statement: str
    faithful: bool

    def to_json(self) -> dict[str, Any]:
        """As a row of a file."""
        return {
            "informal": self.informal,
            "formal_statement": self.formal_statement,
            "faithful": self.faithful,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LabelledStatement:
        """The row `{"informal", "formal_statement", "faithful": true or false}`. Raises DataError."""
        for name in ("informal", "formal_statement"):
            if not isinstance(data.get(name), str) or not data[name].strip():
                raise DataError("must be a text that isn't empty", field=name)
        if type(data.get("faithful")) is not bool:
            raise DataError("must be true or false", field="faithful")
        return cls(data["informal"], data["formal_statement"], data["faithful"])


@dataclass(frozen=True, slots=True)
class JudgeError:
    """How a judge does on statements whose answer is known.

    Each is a pair, of the faithful ones and of the unfaithful ones. accepted, rejected: how many it called
    faithful and unfaithful. unread: on how many it gave no answer that can be read.
    """

    accepted: tuple[int, int]
    rejected: tuple[int, int]
    unread: tuple[int, int]

    def to_json(self) -> dict[str, Any]:
        """Counts, and both rates of error with 95 % intervals (Clopper and Pearson), of those it answered."""
        faithful = self.accepted[0] + self.rejected[0]
        unfaithful = self.accepted[1] + self.rejected[1]
        return {
            "accepted": list(self.accepted),
            "rejected": list(self.rejected),
            "unread": list(self.unread),
            "false_rejections": _rate(self.rejected[0], faithful),
            "false_acceptances": _rate(self.accepted[1], unfaithful),
        }


def read_verdict(answer: str) -> bool | None:
    """Whether an answer calls its statement faithful; None where it doesn't say, or says both."""
    said = {match[1].lower() == "faithful" for match in _VERDICT.finditer(answer)}
    return said.pop() if len(said) == 1 else None


async def judged(
    folder: Path,
    statements: Mapping[str, tuple[str, Problem]],
    labelled: Sequence[LabelledStatement],
    model: StageModel,
    tools: LoopTools,
) -> tuple[dict[str, bool | None], JudgeError]:
    """What the judge says of each statement, by key, and how it errs on the labelled ones.

    statements: by a key that can be a name, the problem in words with its statement. With several samples the
    majority counts, and a tie is None. The run lies in `folder`. Raises as sample_stage.
    """
    asked = [_asked(key, words, problem.formal_statement) for key, (words, problem) in statements.items()]
    known = {f"{_LABEL}{at}": each for at, each in enumerate(labelled)}
    asked += [_asked(name, each.informal, each.formal_statement) for name, each in known.items()]
    bench = bench_of("judge", asked, folder, tools.lean)
    answers = await answers_of(folder, bench, model, tools, "judge")
    said = {name: _majority([read_verdict(text) for text in texts]) for name, texts in answers.items()}
    return {key: said[key] for key in statements}, _error(known, said)


def _asked(name: str, informal: str, statement: str) -> Problem:
    return Problem(name, "train", statement, "", f"/-- {informal} -/\n")


def _majority(votes: Sequence[bool | None]) -> bool | None:
    yes, no = votes.count(True), votes.count(False)
    return None if yes == no else yes > no


def _error(known: Mapping[str, LabelledStatement], said: Mapping[str, bool | None]) -> JudgeError:
    def count(answer: bool | None) -> tuple[int, int]:
        of_faithful, of_unfaithful = (
            sum(said[name] is answer for name, each in known.items() if each.faithful is label)
            for label in (True, False)
        )
        return of_faithful, of_unfaithful

    return JudgeError(count(True), count(False), count(None))


def _rate(errors: int, total: int) -> dict[str, Any]:
    if total == 0:
        return {"errors": 0, "of": 0, "rate": None, "interval": None}
    low, high = clopper_pearson(errors, total)
    return {"errors": errors, "of": total, "rate": errors / total, "interval": [low, high]}
