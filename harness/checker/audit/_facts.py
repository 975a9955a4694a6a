"""Facts: what a compiled module shows by itself, in the order in which the audit judges it.

Reading a module takes the time, judging it takes the header's table. They are apart so that the one can be
done in a process of its own, and the other where the table is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from harness.checker.audit._extensions import forbidden_entries, plain_name
from harness.checker.audit._reserved import RESERVED, SORRY
from harness.checker.audit._statement import statement_difference
from harness.checker.verdict import Reason
from harness.errors import DataError, OleanError
from harness.lean.olean import Constant, Kind, Module, Name, Safety, name_str, read_olean, reading
from harness.lean.olean.names import MAX_NUMBER

Level = Literal["strict", "open"]
Depth = Literal["strict", "open", "constants"]
"""A level; or "constants": the file has no extension entries, and its text passed the strict policy."""
CANDIDATE, REFERENCE = "candidate", "reference"
"""File names under which the two modules are read, so that a fault's owner is known."""
_RANGES = "Lean.declRangeExt"
"""The extension that has where each declaration stands in its source."""
MAX_DETAIL = 400
"""Longest detail, in characters: a name out of a candidate's file can be long."""


@dataclass(frozen=True, slots=True)
class Good:
    """Something that was looked at and found good."""

    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A finding that ends the audit."""

    reason: Reason
    detail: str


def refused(reason: Reason, detail: str) -> Refused:
    """A finding, its detail cut to MAX_DETAIL."""
    return Refused(reason, detail if len(detail) <= MAX_DETAIL else detail[: MAX_DETAIL - 3] + "...")


@dataclass(frozen=True, slots=True)
class Damaged:
    """Where reading ended: `file` is the damaged one's name, `text` says what is wrong with it."""

    file: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Declares:
    """The names that the module declares; none of them may be the header's."""

    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class RestsOn:
    """What its theorem rests on, or all that a file by itself declares.

    header: constants that other modules declare. axioms: the module's own among what is reached. declared:
    the first axiom that it declares, used or not.
    """

    header: tuple[Name, ...]
    axioms: tuple[Name, ...]
    declared: Name | None


@dataclass(frozen=True, slots=True)
class Begins:
    """Where in the source Lean saw declarations begin: (line from 1, column from 0, in code points) each."""

    places: tuple[tuple[int, int], ...]


Step = Good | Refused | Damaged | Declares | RestsOn | Begins


@dataclass(frozen=True, slots=True)
class Facts:
    """theorem: the one that was asked for, or the file's first; None for a file without one. constants: how
    many the module declares. steps: what was seen; a Refused or Damaged is the last."""

    theorem: Name | None
    constants: int
    steps: tuple[Step, ...]

    @property
    def hopeless(self) -> bool:
        """Whether no header can make the audit pass."""
        return any(
            isinstance(step, Refused | Damaged)
            or (isinstance(step, RestsOn) and (step.declared is not None or SORRY in step.header))
            for step in self.steps
        )

    def refused_as(self, detail: str) -> Facts:
        """In place of facts that can't be told whole."""
        return Facts(self.theorem, self.constants, (refused(Reason.POLICY, detail),))

    def to_json(self) -> Any:
        """As a value that JSON has; `from_json` reads it."""
        steps = [[_TAGS[type(step)], *map(_plain, _values(step))] for step in self.steps]
        return [self.theorem, self.constants, steps]

    @staticmethod
    def from_json(data: Any) -> Facts:
        """What `to_json` gave. Raises DataError for anything else."""
        try:
            theorem, constants, steps = data
            name = None if theorem is None else _names([theorem])[0]
            return Facts(name, int(constants), tuple(_step(*step) for step in steps))
        except (ArithmeticError, LookupError, ValueError, TypeError, RecursionError) as error:
            raise DataError(f"these are no facts of a module: {error}") from None


def facts_of(
    candidate: Module, reference: Module | None, theorem: Name | None, level: Depth = "strict"
) -> Facts:
    """The facts of a compiled candidate; arguments as for `audit`.

    reference, theorem: None for a file that is looked at by itself, with all that it declares. Never raises
    for what the two files hold.
    """
    reader = _Reader(candidate, theorem, level)
    try:
        with reading(CANDIDATE):
            reader.read(reference, theorem)
    except OleanError as error:
        reader.steps.append(_damaged(error))
    return Facts(reader.theorem, reader.constants, tuple(reader.steps))


def facts_of_file(
    candidate: bytes, reference: Module | bytes | None, theorem: Name | None, level: Depth = "strict"
) -> tuple[Facts, Module | None]:
    """As `facts_of` for the bytes of an .olean file; the module as well, None where it can't be opened."""
    try:
        with reading(CANDIDATE):
            module = read_olean(candidate, file=CANDIDATE)
        other = read_olean(reference, file=REFERENCE) if isinstance(reference, bytes) else reference
    except OleanError as error:
        return Facts(theorem, 0, (_damaged(error),)), None
    return facts_of(module, other, theorem, level), module


def _damaged(error: OleanError) -> Damaged:
    file = None if error.file is None else str(error.file)
    return Damaged(file, str(error).removeprefix(f"{file}: "))


class _FoundError(Exception):
    """Ends the reading with a reason."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.found = refused(reason, detail)


class _Reader:
    """Reads one module; `steps` grows as it goes."""

    def __init__(self, candidate: Module, theorem: Name | None, level: Depth) -> None:
        self._candidate, self._level = candidate, level
        self.theorem = theorem
        self._by_itself = theorem is None
        self.constants = 0
        self.steps: list[Step] = []

    def read(self, reference: Module | None, theorem: Name | None) -> None:
        try:
            if reference is not None and theorem is not None:
                self._against(reference, theorem)
            else:
                self._alone()
        except _FoundError as found:
            self.steps.append(found.found)

    def _against(self, reference: Module, theorem: Name) -> None:
        self._same_origin(reference)
        self._declared_names()
        self._declared_theorem(theorem)
        self._statement(reference, theorem)
        self._safe(self._rests([theorem]))
        self._entries(reference)

    def _alone(self) -> None:
        if self._candidate.is_module:
            # What isn't public is in none of the bytes that are looked at.
            detail = "it begins with `module`, so Lean keeps proofs and private declarations in other files"
            raise _FoundError(Reason.POLICY, detail)
        self._declared_names()
        constants = self._candidate.constants
        theorems = [name for name, each in constants.items() if each.kind is Kind.THEOREM]
        self.theorem = theorems[0] if theorems else None
        self._rests([name for name, each in constants.items() if each.safety is Safety.SAFE])
        self._safe(self._closure(theorems)[0])
        self._entries(None)

    def _good(self, text: str) -> None:
        self.steps.append(Good(text))

    def _same_origin(self, theirs: Module) -> None:
        ours = self._candidate
        for what, one, other in (
            ("format version", ours.version, theirs.version),
            ("Lean version", ours.lean_version, theirs.lean_version),
            ("Lean revision", ours.githash, theirs.githash),
            ("use of the module system", ours.is_module, theirs.is_module),
        ):
            if one != other:
                raise _FoundError(Reason.POLICY, f"{what} is {one!r}, the reference's {other!r}")
        self._good("same Lean as the reference's")
        if ours.imports != theirs.imports:
            names = ", ".join(name_str(item.module) for item in ours.imports) or "nothing"
            raise _FoundError(Reason.POLICY, f"the imports differ from the reference's: {names}")
        self._good("imports equal the reference's")

    def _declared_names(self) -> None:
        constants = self._candidate.constants
        self.constants = len(constants)
        self.steps.append(Declares(tuple(constants)))
        for name, constant in constants.items():
            if name in RESERVED:
                raise _FoundError(Reason.POLICY, f"{name_str(name)} is declared, {RESERVED[name]}")
            if constant.kind is Kind.QUOT:
                raise _FoundError(Reason.POLICY, f"{name_str(name)} is declared as a quotient primitive")
        self._good("declares no name of the header or the kernel")

    def _declared_theorem(self, theorem: Name) -> None:
        constant = self._candidate.constants.get(theorem)
        text = name_str(theorem)
        if constant is None:
            raise _FoundError(Reason.INCOMPLETE, f"no theorem {text} is declared")
        if constant.kind is Kind.AXIOM:
            raise _FoundError(Reason.AXIOM, f"{text} is declared as an axiom")
        if constant.kind is not Kind.THEOREM:
            raise _FoundError(
                Reason.STATEMENT, f"{text} is declared as {_article(constant.kind)}, not a theorem"
            )
        self._good(f"{text} is a theorem")

    def _statement(self, reference: Module, theorem: Name) -> None:
        difference = statement_difference(self._candidate, reference, theorem)
        if difference is not None:
            raise _FoundError(Reason.STATEMENT, f"{name_str(theorem)} states something else: {difference}")
        self._good("its statement is the reference's, term for term")

    def _rests(self, declared: Sequence[Name]) -> list[Constant]:
        """Takes down what these rest on; the module's own constants among it.

        In a file by itself a hole counts wherever it is, in what Lean calls unsafe or partial too.
        """
        own, foreign, reached = self._closure(declared)
        constants = self._candidate.constants
        if self._by_itself and SORRY not in reached:
            others = [each for each in constants.values() if each.safety is not Safety.SAFE]
            terms = [handle for each in others for handle in each.terms]
            foreign += [SORRY] if SORRY in self._candidate.terms.constants(terms, set()) else []
        axioms = [name for name, constant in constants.items() if constant.kind is Kind.AXIOM]
        self.steps.append(
            RestsOn(
                tuple(foreign), tuple(name for name in axioms if name in reached), next(iter(axioms), None)
            )
        )
        return own

    def _closure(self, declared: Sequence[Name]) -> tuple[list[Constant], list[Name], set[Name]]:
        """(the module's constants, those of other modules, all names) that these rest on, themselves too."""
        module = self._candidate
        seen_terms: set[int] = set()
        reached = set(declared)
        waiting = list(declared)
        own: list[Constant] = []
        foreign: list[Name] = []
        while waiting:
            name = waiting.pop()
            constant = module.constants.get(name)
            if constant is None:
                foreign.append(name)
                continue
            own.append(constant)
            used = module.terms.constants(constant.terms, seen_terms).union(constant.siblings)
            waiting.extend(used - reached)
            reached |= used
        return own, foreign, reached

    def _safe(self, reached: Iterable[Constant]) -> None:
        for constant in reached:
            text = name_str(constant.name)
            if constant.safety is not Safety.SAFE:
                raise _FoundError(Reason.POLICY, f"the proof uses {text}, which is {constant.safety}")
            if constant.kind is Kind.OPAQUE and (*constant.name, "_unsafe_rec") in self._candidate.constants:
                raise _FoundError(Reason.POLICY, f"the proof uses {text}, which is partial")
        self._good("uses nothing unsafe or partial")

    def _entries(self, reference: Module | None) -> None:
        if self._level == "constants":
            return
        for line in forbidden_entries(self._candidate, reference, strict=self._level == "strict"):
            raise _FoundError(Reason.POLICY, line)
        if self._level == "strict":
            self._begins()
        self._good(
            "changes no syntax, meaning or compiled code"
            if self._level == "strict"
            else "changes no compiled code"
        )

    def _begins(self) -> None:
        module = self._candidate
        found = set[tuple[int, int]]()
        for extension, entries in module.entries.items():
            if plain_name(extension) == _RANGES:
                found |= module.declaration_starts(entries.handles)
        self.steps.append(Begins(tuple(sorted(found))))


def _article(kind: Kind) -> str:
    return f"{'an' if kind[0] in 'aio' else 'a'} {kind}"


_TAGS: dict[type[Step], str] = {
    Good: "good",
    Refused: "refused",
    Damaged: "damaged",
    Declares: "declares",
    RestsOn: "rests on",
    Begins: "begins",
}


def _values(step: Step) -> list[Any]:
    return [getattr(step, name) for name in type(step).__slots__]


def _plain(value: Any) -> Any:
    return list(map(_plain, value)) if isinstance(value, tuple) else value


def _step(tag: str, *values: Any) -> Step:
    if tag == "good":
        return Good(_text(*values))
    if tag == "refused":
        reason, detail = values
        return Refused(Reason(reason), _text(detail))
    if tag == "damaged":
        file, text = values
        return Damaged(None if file is None else _text(file), _text(text))
    if tag == "declares":
        return Declares(_names(*values))
    if tag == "rests on":
        header, axioms, declared = values
        return RestsOn(_names(header), _names(axioms), None if declared is None else _names([declared])[0])
    if tag == "begins":
        (places,) = values
        return Begins(tuple((_count(line), _count(column)) for line, column in places))
    raise ValueError(f"step {tag!r}")


def _names(found: Any) -> tuple[Name, ...]:
    names = tuple(map(tuple, found))
    for part in (part for name in names for part in name):
        if type(part) is not int:
            _text(part)
        elif not 0 <= part < MAX_NUMBER:
            raise ValueError("a name with a number that no name has")
    return names


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < MAX_NUMBER:
        raise ValueError("no place in a text")
    return value


def _text(value: Any) -> str:
    """A text that can be written anywhere: JSON has halves of surrogate pairs, which no encoding has."""
    if not isinstance(value, str):
        raise ValueError("no text where one belongs")
    value.encode()
    return value
