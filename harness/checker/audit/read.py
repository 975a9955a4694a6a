"""Reads a compiled module: its facts, in the order in which the audit judges them.

It uses the reader of hostile files, beside the kernel and outside the process that ran the candidate, and
compares with the reference: the benchmark's own text, compiled where no candidate was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.checker.audit._extensions import forbidden_entries, plain_name
from harness.checker.audit._reserved import RESERVED, SORRY
from harness.checker.audit._statement import statement_difference
from harness.checker.audit.steps import (
    CANDIDATE,
    REFERENCE,
    Begins,
    Damaged,
    Declares,
    Depth,
    Good,
    ModuleFacts,
    RestsOn,
    Step,
    refused,
)
from harness.checker.verdict import Reason
from harness.errors import OleanError
from harness.lean.olean import Constant, ConstantKind, Module, Name, Safety, name_str, read_olean, reading

#: The extension that has where each declaration stands in its source.
_RANGES = "Lean.declRangeExt"


def facts_of(
    candidate: Module, reference: Module | None, theorem: Name | None, level: Depth = "strict"
) -> ModuleFacts:
    """The facts of a compiled candidate.

    candidate, reference: compiled by the same Lean, from the same header, under the same module name
    (private names contain it); the reference is `STATEMENT := sorry`. theorem: its full name. Both None for a
    file that is looked at by itself, with all that it declares. level: "strict" forbids whatever changes
    syntax, meaning or code; "open" only what changes code. Never raises for what the two files hold.
    """
    reader = _Reader(candidate, theorem, level)
    try:
        with reading(CANDIDATE):
            reader.read(reference, theorem)
    except OleanError as error:
        reader.steps.append(_damaged(error))
    return ModuleFacts(reader.theorem, reader.constants, tuple(reader.steps))


def facts_of_file(
    candidate: bytes, reference: Module | bytes | None, theorem: Name | None, level: Depth = "strict"
) -> tuple[ModuleFacts, Module | None]:
    """As `facts_of` for the bytes of an .olean file; the module as well, None where it can't be opened."""
    try:
        with reading(CANDIDATE):
            module = read_olean(candidate, file=CANDIDATE)
        other = read_olean(reference, file=REFERENCE) if isinstance(reference, bytes) else reference
    except OleanError as error:
        return ModuleFacts(theorem, 0, (_damaged(error),)), None
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
        theorems = [name for name, each in constants.items() if each.kind is ConstantKind.THEOREM]
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
            if constant.kind is ConstantKind.QUOT:
                raise _FoundError(Reason.POLICY, f"{name_str(name)} is declared as a quotient primitive")
        self._good("declares no name of the header or the kernel")

    def _declared_theorem(self, theorem: Name) -> None:
        constant = self._candidate.constants.get(theorem)
        text = name_str(theorem)
        if constant is None:
            raise _FoundError(Reason.INCOMPLETE, f"no theorem {text} is declared")
        if constant.kind is ConstantKind.AXIOM:
            raise _FoundError(Reason.AXIOM, f"{text} is declared as an axiom")
        if constant.kind is not ConstantKind.THEOREM:
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
        axioms = [name for name, constant in constants.items() if constant.kind is ConstantKind.AXIOM]
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
            if (
                constant.kind is ConstantKind.OPAQUE
                and (*constant.name, "_unsafe_rec") in self._candidate.constants
            ):
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


def _article(kind: ConstantKind) -> str:
    return f"{'an' if kind[0] in 'aio' else 'a'} {kind}"
