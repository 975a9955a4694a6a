"""The rows that stages write and the next ones read: statements, rejections, pairs.

A row is a line of JSON. What is read back may be another's file: each field is looked at.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal, Protocol, Self, TypeVar, get_args

from harness.errors import DataError
from harness.pipeline.generator import GeneratedStatement
from harness.problem import Problem

OriginKind = Literal["given", "generated", "formalized"]
STATEMENTS: Final = "statements.jsonl"
REJECTIONS: Final = "rejections.jsonl"
PAIRS: Final = "pairs.jsonl"
"""Files of LoopStatement, LoopRejection and VerifiedPair, by which stages find what others wrote."""
Side = Literal["statement", "negation"]
"""Which proposition a proof is of: the statement, or its negation."""
_DIGITS: Final = 16


class Row(Protocol):
    """A row of a file."""

    def to_json(self) -> dict[str, Any]:
        """As what JSON can say."""
        ...

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The row that `to_json` wrote. Raises DataError, with the field's name, for what can't be."""
        ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a statement is from.

    kind: "given" by a file, "generated" of known truth, or "formalized" by a model. source: the file's row or
    the informal problem. model, prompt: who formalized it, and the hash of how it was asked. sample: which of
    its samples. votes: samples of the same problem with the same kernel type, and of how many.
    family, size, seed: of the generator. truth, extent: what is known, as the generator says it; else None.
    """

    kind: OriginKind
    source: str | None = None
    model: str | None = None
    prompt: str | None = None
    sample: int | None = None
    votes: tuple[int, int] | None = None
    family: str | None = None
    size: int | None = None
    seed: int | None = None
    truth: str | None = None
    extent: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The fields that say something."""
        row = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in row.items() if value is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Origin:
        """The origin that `to_json` wrote. Raises DataError."""
        read = _Reader(data)
        votes = data.get("votes")
        if votes is not None and not (
            isinstance(votes, list) and len(votes) == 2 and all(type(vote) is int for vote in votes)
        ):
            raise DataError(f"can't be {votes!r}", field="votes")
        values: dict[str, Any] = {name: read.text_or_none(name) for name in _ORIGIN_TEXTS}
        values |= {name: read.count_or_none(name) for name in ("sample", "size", "seed")}
        return cls(
            kind=read.choice("kind", get_args(OriginKind)),
            votes=None if votes is None else (votes[0], votes[1]),
            **values,
        )


_ORIGIN_TEXTS: Final = ("source", "model", "prompt", "family", "truth", "extent")


@dataclass(frozen=True, slots=True)
class LoopStatement:
    """A statement of a loop.

    ident: the hash of its type as the kernel has it (harness.pipeline.kernel_types); equal for equal types.
    name: of its theorem. header, formal_statement: as in Problem. informal: the problem in words, or empty.
    """

    ident: str
    name: str
    header: str
    formal_statement: str
    origin: Origin
    informal: str = ""

    def problem(self, split: str = "train") -> Problem:
        """As a problem, which says its ident and origin in its metadata."""
        metadata = {"ident": self.ident, "origin": self.origin.to_json()}
        prefix = f"/-- {self.informal} -/\n" if self.informal and "-/" not in self.informal else ""
        return Problem(self.name, split, self.formal_statement, self.header, prefix, metadata=metadata)

    @classmethod
    def generated(cls, ident: str, made: GeneratedStatement, seed: int, informal: str = "") -> LoopStatement:
        """A generated statement with the hash of its kernel type; seed: of its generator."""
        origin = Origin(
            "generated",
            family=made.family,
            size=made.size,
            seed=seed,
            truth=str(made.truth),
            extent=None if made.extent is None else str(made.extent),
        )
        problem = made.problem()
        return cls(ident, problem.name, problem.header, problem.formal_statement, origin, informal)

    def to_json(self) -> dict[str, Any]:
        """As what JSON can say."""
        return {
            "ident": self.ident,
            "name": self.name,
            "header": self.header,
            "formal_statement": self.formal_statement,
            "informal": self.informal,
            "origin": self.origin.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LoopStatement:
        """The statement that `to_json` wrote. Raises DataError."""
        read = _Reader(data)
        return cls(
            **{name: read.text(name) for name in ("ident", "name", "header", "formal_statement", "informal")},
            origin=Origin.from_json(read.mapping("origin")),
        )


@dataclass(frozen=True, slots=True)
class LoopRejection:
    """A statement that a stage left out. statement: its ident. reason: a word. detail: for people."""

    statement: str
    stage: str
    reason: str
    detail: str = ""

    def to_json(self) -> dict[str, Any]:
        """As what JSON can say."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LoopRejection:
        """The rejection that `to_json` wrote. Raises DataError."""
        read = _Reader(data)
        return cls(**{each.name: read.text(each.name) for each in fields(cls)})


@dataclass(frozen=True, slots=True)
class VerifiedPair:
    """A statement, or its negation, with a proof that the checker accepted.

    statement: its ident. name, header, formal_statement: of the problem that the proof is of: for the side
    "negation" the negated one. proof: the candidate as it was checked. round: of the loop, 0 for what it
    began with. model: the revision of the prover that wrote it. sample: which of its samples. verdict: a hash
    of problem, proof and what the check depends on.
    """

    statement: str
    side: Side
    name: str
    header: str
    formal_statement: str
    proof: str
    round: int
    model: str
    sample: int
    verdict: str

    @classmethod
    def of(
        cls,
        ident: str,
        side: Side,
        problem: Problem,
        proof: str,
        check: Mapping[str, Any],
        *,
        round_: int,
        model: str,
        sample: int,
    ) -> VerifiedPair:
        """The pair for a statement's ident; problem: what the proof is of. check: see `verdict_key`."""
        text, key = problem.formal_statement, verdict_key(problem, proof, check)
        return cls(ident, side, problem.name, problem.header, text, proof, round_, model, sample, key)

    def problem(self) -> Problem:
        """What the proof is of."""
        return Problem(self.name, "train", self.formal_statement, self.header)

    def to_json(self) -> dict[str, Any]:
        """As what JSON can say."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> VerifiedPair:
        """The pair that `to_json` wrote. Raises DataError."""
        read = _Reader(data)
        texts = ("statement", "name", "header", "formal_statement", "proof", "model", "verdict")
        return cls(
            side=read.choice("side", get_args(Side)),
            round=read.count("round"),
            sample=read.count("sample"),
            **{name: read.text(name) for name in texts},
        )


def verdict_key(problem: Problem, proof: str, check: Mapping[str, Any]) -> str:
    """A hash of a problem, a proof of it and what the check of it depends on, 16 hexadecimal digits."""
    parts = [problem.header, problem.formal_statement, proof, check]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:_DIGITS]


def row_lines(rows: Iterable[Row]) -> str:
    """The rows as lines of JSON, each with its line feed."""
    return "".join(json.dumps(row.to_json(), ensure_ascii=False) + "\n" for row in rows)


def read_rows(path: Path, read: Callable[[Mapping[str, Any]], R]) -> Iterator[R]:
    """The rows of a file, one by one. Raises DataError with file and line; a file that isn't there too."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                yield _row(path, number, line, read)
    except (OSError, UnicodeError) as error:
        raise DataError(f"can't be read: {error}", file=path) from error


def _row(path: Path, number: int, line: str, read: Callable[[Mapping[str, Any]], R]) -> R:
    try:
        data = json.loads(line)
        if not isinstance(data, dict):
            raise DataError("a row is a JSON object")
        return read(data)
    except (ValueError, RecursionError) as error:
        raise DataError(f"isn't JSON: {error}", file=path, line=number) from error
    except DataError as error:
        raise DataError(str(error), file=path, line=number) from error


class _Reader:
    """Fields of a row by name; what isn't of the wanted kind is a DataError."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def text(self, name: str) -> str:
        value = self._data.get(name)
        if not isinstance(value, str):
            raise DataError("must be a text", field=name)
        return value

    def text_or_none(self, name: str) -> str | None:
        return None if self._data.get(name) is None else self.text(name)

    def count(self, name: str) -> int:
        value = self._data.get(name)
        if type(value) is not int or value < 0:
            raise DataError("must be a whole number from 0 on", field=name)
        return value

    def count_or_none(self, name: str) -> int | None:
        return None if self._data.get(name) is None else self.count(name)

    def choice(self, name: str, choices: tuple[Any, ...]) -> Any:
        value = self._data.get(name)
        if value not in choices:
            raise DataError(f"must be one of {', '.join(map(str, choices))}", field=name)
        return value

    def mapping(self, name: str) -> Mapping[str, Any]:
        value = self._data.get(name)
        if not isinstance(value, dict):
            raise DataError("must be a JSON object", field=name)
        return value
