"""What became of the samples of a formalizer, and the figures that follow: elaborates against faithful."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, Literal, get_args

from harness.errors import DataError
from harness.stats import clopper_pearson

By = Literal["kernel", "equivalence", "judge"]
"""How it is known whether a statement is faithful: its kernel type is the reference's, both are proved
equivalent, or a judge says so."""
UNSTATED: Final = "no_code"


@dataclass(frozen=True, slots=True)
class FormalizedSample:
    """What became of one sample.

    problem: the problem's ident. statement: its formal statement, empty where none could be read. reason: why
    it doesn't compile, as in a Verdict; None where it does. type: its kernel type where it compiles.
    faithful: None where nothing is known of it. by: how it is known.
    """

    problem: str
    sample: int
    statement: str = ""
    reason: str | None = None
    detail: str = ""
    type: str | None = None
    faithful: bool | None = None
    by: By | None = None

    def to_json(self) -> dict[str, Any]:
        """As what JSON can say."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FormalizedSample:
        """The sample that `to_json` wrote. Raises DataError."""
        known = {each.name: data.get(each.name) for each in fields(cls)}
        kinds: Mapping[str, tuple[type, ...]] = {
            **dict.fromkeys(("problem", "statement", "detail"), (str,)),
            **dict.fromkeys(("reason", "type", "by"), (str, type(None))),
            "sample": (int,),
            "faithful": (bool, type(None)),
        }
        for name, value in known.items():
            if type(value) not in kinds[name] or (name == "by" and value not in (None, *get_args(By))):
                raise DataError(f"can't be {value!r}", field=name)
        return cls(**known)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Vote:
    """The kernel type that most samples of a problem have, of those with a type; the first one of equals.

    votes: how many samples have it. of: samples of the problem in all. faithful: whether it is.
    """

    type: str
    votes: int
    of: int
    faithful: bool | None


def votes(samples: Sequence[FormalizedSample]) -> dict[str, Vote]:
    """The vote by kernel type of each problem of which a sample compiles."""
    by_problem: dict[str, list[FormalizedSample]] = {}
    for sample in samples:
        by_problem.setdefault(sample.problem, []).append(sample)
    found: dict[str, Vote] = {}
    for problem, group in by_problem.items():
        types = Counter(sample.type for sample in group if sample.type is not None)
        if types:
            # The first one of those with most votes, since a Counter keeps their order.
            kernel, count = types.most_common(1)[0]
            faithful = next(sample.faithful for sample in group if sample.type == kernel)
            found[problem] = Vote(kernel, count, len(group), faithful)
    return found


def cells(samples: Iterable[FormalizedSample]) -> dict[str, dict[str, int]]:
    """Samples by whether they elaborate and whether they are faithful.

    A text that doesn't compile states nothing, so it is never faithful. `unknown`: there is no reference that
    it was shown to be equivalent to, and no judge that said either.
    """
    found = {
        "elaborates": {"faithful": 0, "unfaithful": 0, "unknown": 0},
        "doesn't": {"faithful": 0, "unfaithful": 0, "unknown": 0},
    }
    words = {True: "faithful", False: "unfaithful", None: "unknown"}
    for sample in samples:
        if sample.type is None:
            found["doesn't"]["unfaithful"] += 1
        else:
            found["elaborates"][words[sample.faithful]] += 1
    return found


def formalize_metrics(samples: Sequence[FormalizedSample]) -> dict[str, Any]:
    """The figures of a formalizer; rates are over samples unless they say otherwise.

    parsed: samples that state something. cells: see `cells`. faithful_by: how it is known of the faithful
    ones. refused: of those that don't compile, why. duplicates: samples that compile to a type that an
    earlier sample of their problem has. vote: of the problems with a vote the mean share of the winner, how
    many are unanimous, and how many winners are faithful, among all and among the unanimous. any_faithful:
    problems with a faithful sample. Intervals are of 95 % (Clopper and Pearson).
    """
    problems = {sample.problem for sample in samples}
    compiled = [sample for sample in samples if sample.type is not None]
    distinct = {(sample.problem, sample.type) for sample in compiled}
    with_faithful = {sample.problem for sample in samples if sample.faithful}
    parsed = sum(sample.reason != UNSTATED for sample in samples)
    return {
        "problems": len(problems),
        "samples": len(samples),
        "parsed": _share(parsed, len(samples)),
        "cells": cells(samples),
        "faithful_by": dict(Counter(sample.by for sample in samples if sample.faithful and sample.by)),
        "refused": dict(Counter(sample.reason for sample in samples if sample.reason is not None)),
        "duplicates": _share(len(compiled) - len(distinct), len(compiled)),
        "vote": _vote_metrics(list(votes(samples).values())),
        "any_faithful": _share(len(with_faithful), len(problems), interval=True),
    }


def _vote_metrics(found: Sequence[Vote]) -> dict[str, Any]:
    unanimous = [vote for vote in found if vote.votes == vote.of]
    return {
        "problems": len(found),
        "mean_share": sum(vote.votes / vote.of for vote in found) / len(found) if found else None,
        "unanimous": len(unanimous),
        "faithful": _share(sum(vote.faithful is True for vote in found), len(found), interval=True),
        "unanimous_faithful": _share(
            sum(vote.faithful is True for vote in unanimous), len(unanimous), interval=True
        ),
    }


def _share(count: int, total: int, *, interval: bool = False) -> dict[str, Any]:
    share: dict[str, Any] = {"count": count, "of": total, "share": count / total if total else None}
    if interval:
        share["interval"] = list(clopper_pearson(count, total)) if total else None
    return share
