"""RunPlan: everything that decides a run's result; seeds of attempts; the run's default folder."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.backends.base import Sampling
from harness.errors import UsageError
from harness.problem import CANONICAL_FIELDS, Problem
from harness.run.selection import FOR_DISPLAY

_OWN_SETTINGS = ("bench", "model", "n", "rounds", "seed", "early_stop", "groups", "sampling", "problems")


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What is to be drawn and checked.

    bench, model: names, for people and for the run's folder.
    problems: in bench order; their names are unique.
    n: samples for each problem. rounds: how often a sample is asked to mend what was wrong with it, so that
    it makes up to rounds + 1 attempts. seed: of the run; each attempt's own seed follows from it.
    early_stop: no attempt of a problem after its first proof.
    groups: names of problems that early stop ends together, such as a statement and its negation: the
    members make their first samples, then their second ones, and so on, and none after the samples of which
    one is a proof. A problem in no group is one by itself.
    settings: whatever else decides the result (model description, bench hash, split, limits, policy,
    toolchain and library revision, engine, prompt template ...), as JSON. The plan's own fields are added
    under their own names, `problems` as a count and a hash of the canonical rows.

    Raises UsageError for a plan that can't be carried out.
    """

    bench: str
    model: str
    problems: tuple[Problem, ...]
    n: int
    rounds: int = 0
    seed: int = 0
    early_stop: bool = False
    groups: tuple[tuple[str, ...], ...] = ()
    sampling: Sampling = field(default_factory=Sampling)
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.n < 1:
            raise UsageError(f"n is {self.n}: give at least one attempt for each problem (--n)")
        if self.rounds < 0:
            raise UsageError(f"rounds is {self.rounds}: give 0 or more repair rounds (--rounds)")
        if not self.problems:
            raise UsageError("the plan has no problem: widen --problem, --limit or the split")
        _check_names(self.problems)
        self._check_groups()
        own = {
            "bench": self.bench,
            "model": self.model,
            "n": self.n,
            **({"rounds": self.rounds} if self.rounds else {}),
            "seed": self.seed,
            "early_stop": self.early_stop,
            **({"groups": self.groups} if self.groups else {}),
            "sampling": self.sampling.record(),
            "problems": {"count": len(self.problems), "sha256": _rows_hash(self.problems)},
        }
        own, given = as_json(own), as_json(self.settings)
        for key in _OWN_SETTINGS:
            if key in given and given[key] != own.get(key):
                raise UsageError(
                    f"setting {key!r} is the plan's own and is {own.get(key)!r}, but settings say "
                    f"{given[key]!r}; leave it out, or give it another name"
                )
        object.__setattr__(self, "settings", {**own, **given})

    def numbered_groups(self) -> list[tuple[int, ...]]:
        """The places of the problems by group, in the plan's order; one in no group by itself."""
        return numbered(self.groups, [problem.name for problem in self.problems])

    def _check_groups(self) -> None:
        if self.groups and not self.early_stop:
            raise UsageError("groups of problems end at their first proof: they need early stop")
        names = {problem.name for problem in self.problems}
        members = [name for group in self.groups for name in group]
        if len(members) != len(set(members)) or not names.issuperset(members):
            raise UsageError("each member of a group must be a problem of the plan, and in one group alone")

    @property
    def settings_hash(self) -> str:
        """sha256 of the settings in canonical JSON, as 64 hex digits."""
        return settings_hash(self.settings)


def numbered(groups: Sequence[Sequence[str]], names: Sequence[str]) -> list[tuple[int, ...]]:
    """The places of names by group, a name in no group by itself, in the order of the first members.

    Names that aren't there are left out of their groups.
    """
    group_of = {name: at for at, group in enumerate(groups) for name in group}
    found: dict[object, list[int]] = {}
    for number, name in enumerate(names):
        found.setdefault(group_of.get(name, (number,)), []).append(number)
    return [tuple(members) for members in found.values()]


def settings_hash(settings: Mapping[str, Any]) -> str:
    """sha256 of a run's settings in canonical JSON but for FOR_DISPLAY, as 64 hex digits."""
    decisive = {key: value for key, value in settings.items() if key not in FOR_DISPLAY}
    return hashlib.sha256(canonical_json(decisive)).hexdigest()


def attempt_seed(run_seed: int, problem_name: str, sample: int, round_: int = 0) -> int:
    """The seed of one attempt: a number in 0 .. 2**63-1 that depends on nothing but the arguments.

    The first attempts of samples have the same seeds whatever the number of rounds.
    """
    text = f"{run_seed}\0{problem_name}\0{sample}" + (f"\0{round_}" if round_ else "")
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big") >> 1


def default_run_dir(base: Path, plan: RunPlan) -> Path:
    """`<base>/<bench>-<model>-<8 hex digits of the settings' hash>`; `base` is the folder of all runs."""
    return base / f"{_slug(plan.bench)}-{_slug(plan.model)}-{plan.settings_hash[:8]}"


def canonical_json(value: object) -> bytes:
    """JSON with sorted keys and no white space, in ASCII. Raises TypeError or ValueError."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def as_json(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings as they come back from a JSON file; UsageError names the one that is not JSON."""
    for key, value in settings.items():
        try:
            canonical_json(value)
        except (TypeError, ValueError) as error:
            raise UsageError(
                f"setting {key!r} is not JSON ({error}): give strings, numbers, lists, maps"
            ) from None
    plain: dict[str, Any] = json.loads(canonical_json(dict(settings)))
    return plain


def _check_names(problems: tuple[Problem, ...]) -> None:
    seen: set[str] = set()
    for problem in problems:
        if problem.name in seen:
            raise UsageError(f"problem {problem.name!r} is in the plan twice: give each problem once")
        if not problem.name.isprintable():
            raise UsageError(
                f"problem name {problem.name!r} has a character that can't be printed: rename it"
            )
        seen.add(problem.name)


def _rows_hash(problems: tuple[Problem, ...]) -> str:
    digest = hashlib.sha256()
    for problem in problems:
        digest.update(canonical_json([getattr(problem, key) for key in CANONICAL_FIELDS]) + b"\n")
    return digest.hexdigest()


def _slug(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._]+", "-", name).strip("-.")[:80] or "unnamed"
