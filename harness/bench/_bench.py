"""Bench: the problems of one task folder."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.errors import DataError, UnknownNameError, UsageError
from harness.lean.needs import LeanKind, LeanNeeds
from harness.lean.source import strip_header
from harness.problem import Problem

ALL_SPLITS = "all"
_PROOF_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Subset:
    """Which part of which bench.

    of: name of the whole, with its variant. whole: number of its problems.
    decided: False while the bench still has all statements of the whole, because Lean wasn't asked yet.
    """

    of: str
    whole: int
    decided: bool = False

    def record(self, problems: Collection[Problem]) -> dict[str, Any]:
        """What run.json says: the whole and its size, the part's size, and a hash of its problems' names."""
        names = "".join(f"{problem.name}\n" for problem in problems)
        return {
            "of": self.of,
            "of_problems": self.whole,
            "lean": "embedded",
            "problems": len(problems),
            "names_sha256": hashlib.sha256(names.encode()).hexdigest(),
        }


@dataclass(frozen=True, slots=True)
class Bench:
    """A benchmark as read from `folder`.

    name: with the variant behind a colon where it has several.
    lean: which Lean its problems are for. problems: in the order of the data file.
    sha256: of the data file's bytes, in hexadecimal. default_split: the split that `select` takes, or "all".
    proofs: folder of reference proofs NAME.lean, never shown to a model.
    prompt: name of the prompt template that suits it. toolchain: the Lean toolchain that it was written for.
    subset: which part of another bench it is, None for a whole one.
    title to toolchain are empty or None where task.yaml says nothing.
    """

    name: str
    folder: Path
    lean: LeanKind
    problems: tuple[Problem, ...]
    sha256: str
    default_split: str
    title: str = ""
    description: str = ""
    proofs: Path | None = None
    licence: str = ""
    source: str = ""
    version: str = ""
    prompt: str | None = None
    toolchain: str | None = None
    subset: Subset | None = None

    @property
    def splits(self) -> tuple[str, ...]:
        """The splits that occur, in the order of their first problem."""
        return tuple(dict.fromkeys(problem.split for problem in self.problems))

    @property
    def decided(self) -> bool:
        """Whether it is known which problems it has; of a part of another bench Lean must be asked first."""
        return self.subset is None or self.subset.decided

    def needs(self) -> LeanNeeds:
        """Which Lean its problems are for, with the modules that their headers import."""
        headers = dict.fromkeys(problem.header for problem in self.problems)
        modules = (module for header in headers for module in strip_header(header)[0])
        return LeanNeeds(f"bench {self.name}", self.lean, tuple(dict.fromkeys(modules)), self.toolchain)

    def problem(self, name: str) -> Problem:
        """The problem called `name`; raises UnknownNameError."""
        for problem in self.problems:
            if problem.name == name:
                return problem
        raise UnknownNameError("problem", name, (problem.name for problem in self.problems))

    def select(
        self,
        split: str | None = None,
        names: Sequence[str] = (),
        limit: int | None = None,
        *,
        without_known_errors: bool = False,
    ) -> tuple[Problem, ...]:
        """The problems of a run, in the order of the data file.

        split: a split or "all"; None means every split when `names` are given and default_split otherwise.
        names: only these. limit: at most so many, the first ones.
        without_known_errors: leave out the problems whose statement is known to be wrong.
        Raises UnknownNameError for an unknown split or name, UsageError for a name from another split,
        for a limit below 1, and while it is undecided which problems a part of a bench has.
        """
        if self.subset is not None and not self.decided:
            raise UsageError(
                f"which statements of {self.subset.of} compile on the embedded Lean wasn't asked here: "
                "use `prover-eval run`, `check` or `bench` with --lean embedded"
            )
        if limit is not None and limit < 1:
            raise UsageError(f"the limit is {limit}; give a number of problems from 1 on")
        if split is None:
            split = ALL_SPLITS if names else self.default_split
        if split not in (ALL_SPLITS, *self.splits):
            raise UnknownNameError("split", split, (ALL_SPLITS, *self.splits))
        wanted = set(names)
        for name in names:
            other = self.problem(name).split
            if split not in (ALL_SPLITS, other):
                raise UsageError(f"problem {name!r} is in split {other!r}, not in {split!r}")
        chosen = [
            problem
            for problem in self.problems
            if split in (ALL_SPLITS, problem.split)
            and (not wanted or problem.name in wanted)
            and not (without_known_errors and problem.known_errors)
        ]
        return tuple(chosen[:limit])

    def reference_proof(self, name: str) -> str | None:
        """The proof body of problem `name` from the folder of proofs; None if there is none.

        Raises UnknownNameError for a name that isn't a problem's, DataError for a file that isn't UTF-8
        text of at most 10 MB inside the bench's folder.
        """
        self.problem(name)
        if self.proofs is None or "/" in name or "\\" in name:
            return None
        path = self.proofs / f"{name}.lean"
        if not path.is_file():
            return None
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise DataError("the proof is a link that leaves the bench's folder; copy it there", file=path)
        if path.stat().st_size > _PROOF_BYTES:
            raise DataError(f"the proof is larger than {_PROOF_BYTES} bytes", file=path)
        try:
            return path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise DataError(f"the proof isn't UTF-8 text: {error.reason}", file=path) from error
