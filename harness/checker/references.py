"""Reference statements: the benchmark's own text, compiled once where no candidate ever was.

What is compiled is kept in the user's cache by content; each file carries a hash of its data, so that a
damaged one is made again and never believed.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from harness.cachefile import load_sealed, save_sealed
from harness.checker.audit import REFERENCE, check_reference
from harness.checker.audit.library import HeaderFacts, HeaderStore
from harness.checker.engines import Elaboration, Engine
from harness.checker.once import Once
from harness.errors import DataError, InfrastructureError, LeanUnavailableError, StatementError
from harness.lean.olean import Module, Name, parse_name, read_olean
from harness.lean.search import ModuleFinder
from harness.lean.source import assemble
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.sandbox import Limits, Stop

FORMAT = "1"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Reference:
    """A problem's statement as it was compiled, and what its header declares.

    fault: why no candidate can be compared with it, None where one can.
    """

    module: Module
    header: HeaderFacts
    fault: str | None = None


class References:
    """Makes references when they are first asked for, each one once.

    engine: where texts are elaborated. limits: for the benchmark's own texts. cache: folder for what lasts.
    """

    def __init__(self, toolchain: Toolchain, engine: Engine, limits: Limits, cache: Path) -> None:
        self._toolchain, self._engine, self._limits, self._cache = toolchain, engine, limits, cache
        self._made: Once[tuple[str, str], Reference] = Once()
        self._texts: dict[tuple[str, str, str], tuple[str, str]] = {}
        folder = cache / "references" / FORMAT / toolchain.revision[:16]
        self._find = ModuleFinder(toolchain.search_path, toolchain.name).find
        self._store = HeaderStore(folder, self._find)
        self._headers: Once[tuple[Name, ...], HeaderFacts] = Once()

    async def get(self, problem: Problem) -> Reference:
        """The reference of `problem`.

        Raises StatementError when the statement doesn't compile, and other InfrastructureErrors when our side
        broke; the next call then tries again.
        """
        text, key = self._text(problem)
        # One text is the statement of one name alone; a wrong name mustn't spoil it for the right one.
        return await self._made.get((problem.name, key), lambda: self._make(problem, text, key))

    def _text(self, problem: Problem) -> tuple[str, str]:
        """(the text with the statement, its hash), made once for each problem."""
        parts = (problem.name, problem.header, problem.formal_statement)
        if parts not in self._texts:
            text = assemble(problem, "sorry", mode="splice").text
            self._texts[parts] = (text, hashlib.sha256(text.encode()).hexdigest())
        return self._texts[parts]

    async def check_header(self, header: str) -> None:
        """Compile a file that holds the header alone; raises StatementError when it doesn't compile."""
        done = await self._engine.elaborate(header, self._limits)
        _require(done, f"the header {header.strip()!r}")

    async def _make(self, problem: Problem, text: str, key: str) -> Reference:
        async def compile_statement() -> bytes:
            done = await self._engine.elaborate(text, self._limits)
            return _require(done, f"the statement of {problem.name}")

        module = await self._cached(f"{self._toolchain.revision[:16]}/{key}.olean", compile_statement, _read)
        return Reference(module, await self.header(module), _fault(module, problem.name))

    def missing(self, imports: Iterable[Name]) -> Name | None:
        """The first of these modules that isn't there."""
        for name in imports:
            try:
                self._find(name)
            except LeanUnavailableError:
                return name
        return None

    async def header(self, module: Module) -> HeaderFacts:
        """What the module's imports declare; opened once for each list of imports.

        Raises LeanUnavailableError for a module that isn't there or is damaged.
        """
        imports = tuple(entry.module for entry in module.imports)
        return await self._headers.get(imports, lambda: self._open(imports))

    async def _open(self, imports: tuple[Name, ...]) -> HeaderFacts:
        try:
            # An index that must be made takes seconds for a large library.
            return await asyncio.to_thread(self._store.open, imports)
        except DataError as error:
            raise LeanUnavailableError(f"the library of the header can't be read: {error}") from error

    def close(self) -> None:
        """Keep in the cache what was found out about headers."""
        self._store.close()

    async def _cached(
        self, name: str, make: Callable[[], Awaitable[bytes]], read: Callable[[bytes], _T]
    ) -> _T:
        path = self._cache / "references" / FORMAT / name
        try:
            return read(load_sealed(path))
        except (OSError, DataError):
            data = await make()
            try:
                made = read(data)
            except DataError as error:
                raise InfrastructureError(f"a module of our own wasn't written whole: {error}") from error
            save_sealed(path, data)
            return made


def _read(data: bytes) -> Module:
    return read_olean(data, file=REFERENCE)


def _fault(module: Module, name: str) -> str | None:
    try:
        check_reference(module, parse_name(name))
    except DataError as error:
        return str(error)
    return None


def _require(done: Elaboration, what: str) -> bytes:
    """The module of a text of our own; raises StatementError with Lean's first message if there is none."""
    if done.failure is not None:
        raise InfrastructureError(f"{what} can't be compiled: {done.failure}")
    if done.stopped is Stop.WALL:
        raise InfrastructureError(f"{what} can't be compiled: it ran into the limit on the clock")
    errors = [message for message in done.messages if message.severity == "error"]
    if errors:
        raise StatementError(f"{what} doesn't compile: line {errors[0].line}: {errors[0].text.strip()[:500]}")
    if done.stopped is not None:
        raise StatementError(f"{what} doesn't compile: it ran into the limit on {done.stopped}")
    if done.module is None or done.code != 0:
        # Nothing that Lean has against it.
        raise InfrastructureError(
            f"{what} can't be compiled: Lean ended with code {done.code}: {done.errors[-300:]}"
        )
    return done.module
