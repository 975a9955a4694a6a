"""The one tree of errors that this package raises on purpose.

ProverEvalError                  every error below; its text says what to do
├── UsageError                   the caller asked for something that can't be (exit code 2)
│   ├── UnknownNameError         no bench, problem, backend ... of that name; lists the known ones
│   └── SettingsMismatchError    a run folder was made with other settings; lists the differences
├── DataError                    a file has wrong content; names file, line and field (exit code 2)
│   ├── OleanError               an .olean file is damaged, hostile or of an unknown version
│   ├── TaskNameError            a broken task.yaml whose name could be read
│   ├── StaleIndexError          an index of a library is older than one of its modules
│   ├── CandidateError           a candidate that can't be given to Lean
│   │   ├── NoCodeError          it holds no code
│   │   └── BadCandidateError    it is too long, or no text that Lean could read
│   ├── StatementTextError       a formal statement that isn't `theorem NAME binders : proposition`
│   ├── ReplayRefusedError       the kernel refuses a declaration of a module
│   └── ReplayExhaustedError     the kernel ran out of memory or stack at a declaration
└── InfrastructureError          our side broke, so there is no verdict (exit code 3)
    ├── LeanUnavailableError     Lean can't be found, built or started
    │   └── WrongToolchainError  the workspace has another Lean than the bench was written for
    ├── CacheError               the user's cache can't be used where it is
    ├── DataUnavailableError     a bench's data aren't on this machine and can't be got
    ├── StatementError           the benchmark's own header or statement doesn't compile here
    ├── SandboxUnavailableError  no sandbox can be made on this machine
    ├── EngineUnsupportedError   this machine, its kernel's policy or its Lean can't do that engine
    ├── NotWholeError            something that was sent between our processes didn't arrive whole
    ├── ServerDiedError          a server of ours ended while a request was under way
    ├── MachineLimitError        a limit of this process or its control groups leaves too little to check
    ├── CheckServerError         the server that is to check can't be reached, or can't be used
    ├── BackendError             the model can't be reached or loaded
    ├── SoundnessAlarmError      a statement and its negation were both proved
    └── StoreError               a run folder can't be read or written (disk full, damaged file)
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path


def describe(error: BaseException) -> str:
    """An error in one line: `TypeName: message`."""
    return f"{type(error).__name__}: {error}"


def first_of(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first error in a group of groups."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


class DamageWarning(UserWarning):
    """A file of ours was damaged and is made again, or has nothing by which damage to it would be noticed.

    The command line prints it as one line.
    """


def close_names(name: str, known: Iterable[str]) -> list[str]:
    """Up to three of the known names that may have been meant: other case, `_` for `-`, a typing error."""

    def plain(text: str) -> str:
        return text.casefold().replace("_", "-")

    names: dict[str, str] = {}
    for each in known:
        names.setdefault(plain(each), each)
    return [names[found] for found in difflib.get_close_matches(plain(name), names, n=3)]


class ProverEvalError(Exception):
    """Base of all; `exit_code` is what the command line ends with, never 1, which is an answer."""

    exit_code = 70


class UsageError(ProverEvalError):
    """The caller asked for something that can't be done."""

    exit_code = 2


class UnknownNameError(UsageError):
    """No `kind` has the name `name`; the message lists the known names, the closest first."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, sorted(known)
        close = close_names(name, self.known)
        hint = f" Did you mean {' or '.join(close)}?" if close else ""
        shown = ", ".join(self.known[:40]) or "none"
        more = f", ... ({len(self.known)} in all)" if len(self.known) > 40 else ""
        super().__init__(f"unknown {kind} {name!r}.{hint} Known: {shown}{more}")


class SettingsMismatchError(UsageError):
    """A run folder was made with other settings: `differences` maps setting -> (theirs, ours)."""

    def __init__(self, folder: Path, differences: Mapping[str, tuple[object, object]]) -> None:
        self.folder, self.differences = folder, dict(differences)
        lines = [f"  {key}: {old!r} there, {new!r} asked for" for key, (old, new) in self.differences.items()]
        super().__init__(
            f"{folder} holds a run with other settings:\n"
            + "\n".join(lines)
            + "\nGive another --output-dir, or the settings that the run was made with."
        )


class DataError(ProverEvalError):
    """A file has wrong content; the text names file, line (from 1) and field as far as they are known."""

    exit_code = 2

    def __init__(
        self,
        message: str,
        *,
        file: Path | str | None = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        self.file, self.line, self.field = file, line, field
        where = ":".join(str(part) for part in (file, line) if part is not None)
        if field is not None:
            where = f"{where}: field {field!r}" if where else f"field {field!r}"
        super().__init__(f"{where}: {message}" if where else message)


class OleanError(DataError):
    """An .olean file is damaged, hostile or of a version that the reader doesn't know."""


class TaskNameError(DataError):
    """A broken task.yaml whose `name` could be read all the same; `cause` is the fault."""

    def __init__(self, name: str, cause: DataError) -> None:
        super().__init__(str(cause))
        self.file, self.line, self.field = cause.file, cause.line, cause.field
        self.name = name


class StaleIndexError(DataError):
    """An index that is whole, but older than a module that it speaks of."""


class CandidateError(DataError):
    """A candidate that can't be given to Lean; `reason` is one line for people."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class NoCodeError(CandidateError):
    """The candidate is empty, or holds nothing but white space and comments."""


class BadCandidateError(CandidateError):
    """The candidate is too long, or isn't text that Lean could read."""


class StatementTextError(DataError):
    """A formal statement whose text can't be read as `theorem NAME binders : proposition`."""


class ReplayRefusedError(DataError):
    """The kernel, or the order that it must be asked in, refuses a declaration; the text names it."""


class ReplayExhaustedError(DataError):
    """The kernel ran out of memory (`memory` is true) or of stack."""

    def __init__(self, message: str, *, memory: bool) -> None:
        super().__init__(message)
        self.memory = memory


class InfrastructureError(ProverEvalError):
    """Our side broke: nothing was learnt about any proof."""

    exit_code = 3


class LeanUnavailableError(InfrastructureError):
    """Lean can't be found, built or started."""


class WrongToolchainError(LeanUnavailableError):
    """The workspace has another Lean than the bench was written for."""


class CacheError(InfrastructureError):
    """The user's cache can't be used where it is; the text names the folder, the reason and the way out."""


class DataUnavailableError(InfrastructureError):
    """A bench's data aren't on this machine, or can't be downloaded or kept."""


class StatementError(InfrastructureError):
    """The benchmark's own header or statement doesn't compile here, so its candidates can't be judged."""


class EngineUnsupportedError(InfrastructureError):
    """This machine, its kernel's policy or its Lean can't do that engine; the text says which part."""


class NotWholeError(InfrastructureError):
    """Something that was sent between our processes didn't arrive, or not all of it."""


class ServerDiedError(InfrastructureError):
    """A server of ours ended while a request was under way."""


class SandboxUnavailableError(InfrastructureError):
    """No sandbox can be made on this machine."""


class MachineLimitError(InfrastructureError):
    """Limits of this process or of its control groups leave too little to check a single candidate."""


class CheckServerError(InfrastructureError):
    """The server that is to check can't be reached, or its answers can't be used."""


class SoundnessAlarmError(InfrastructureError):
    """A statement and its negation were both proved: no verdict of this Lean or checker can be believed."""


class BackendError(InfrastructureError):
    """The model can't be reached or loaded."""


class StoreError(InfrastructureError):
    """A run folder can't be read or written."""
