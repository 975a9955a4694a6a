"""Reference statements: the benchmark's own text, compiled once where no candidate ever was.

What is compiled is kept in the user's cache by content; each file carries a hash of its data, so that a
damaged one is made anew and never believed.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from harness.bench import Problem
from harness.checker._content import load_content, save_content
from harness.checker.audit import HeaderTable
from harness.checker.engines import Elaboration, Engine
from harness.checker.sandbox import Limits, Stop
from harness.errors import DataError, InfrastructureError, LeanUnavailableError
from harness.lean.olean import Module, Name, name_str, read_olean
from harness.lean.source import assemble
from harness.lean.toolchain import Toolchain

FORMAT = "1"
_T = TypeVar("_T")


class StatementError(InfrastructureError):
    """The benchmark's own header or statement doesn't compile here, so its candidates can't be judged."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A problem's statement as the kernel has it, and what its header declares."""

    module: Module
    header: HeaderTable


class References:
    """Makes references when they are first asked for, each one once.

    engine: where texts are elaborated. limits: for the benchmark's own texts. cache: folder for what lasts.
    """

    def __init__(self, toolchain: Toolchain, engine: Engine, limits: Limits, cache: Path) -> None:
        self._toolchain, self._engine, self._limits, self._cache = toolchain, engine, limits, cache
        self._made: dict[str, asyncio.Task[Reference]] = {}
        self._texts: dict[tuple[str, str, str], tuple[str, str]] = {}
        self._tables: dict[tuple[Name, ...], HeaderTable] = {}

    async def get(self, problem: Problem) -> Reference:
        """The reference of `problem`.

        Raises StatementError when the statement doesn't compile, and other InfrastructureErrors when our side
        broke; the next call then tries again.
        """
        text, key = self._text(problem)
        task = self._made.get(key)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = asyncio.create_task(self._make(problem, text, key))
            self._made[key] = task
        # One caller that is cancelled must not take the reference from the others.
        return await asyncio.shield(task)

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

        module = await self._cached(
            f"{self._toolchain.revision[:16]}/{key}.olean", compile_statement, read_olean
        )
        return Reference(module, await self.header(module))

    async def header(self, module: Module) -> HeaderTable:
        """The table of what the module's imports declare, made once for each list of imports."""
        imports = tuple(entry.module for entry in module.imports)
        if imports not in self._tables:
            names = "\n".join(map(name_str, imports))

            async def build() -> bytes:
                return HeaderTable.from_imports(imports, self._load).to_bytes()

            self._tables[imports] = await self._cached(
                f"{self._toolchain.revision[:16]}/{hashlib.sha256(names.encode()).hexdigest()}.header",
                build,
                HeaderTable.from_bytes,
            )
        return self._tables[imports]

    def _load(self, name: Name) -> Module:
        path = self._file(name)
        return read_olean(path.read_bytes(), file=path.name)

    def _file(self, name: Name) -> Path:
        for folder in self._toolchain.search_path:
            path = folder.joinpath(*map(str, name)).with_suffix(".olean")
            if path.is_file():
                return path
        raise LeanUnavailableError(
            f"module {name_str(name)} isn't on the search path of {self._toolchain.name}"
        )

    async def _cached(
        self, name: str, make: Callable[[], Awaitable[bytes]], read: Callable[[bytes], _T]
    ) -> _T:
        path = self._cache / "references" / FORMAT / name
        try:
            return read(load_content(path))
        except (OSError, DataError):
            data = await make()
            save_content(path, data)
            return read(data)


def _require(done: Elaboration, what: str) -> bytes:
    """The module of a text of our own; raises StatementError with Lean's first message if there is none."""
    if done.failure is not None:
        raise InfrastructureError(f"{what} can't be compiled: {done.failure}")
    if done.stopped is Stop.WALL:
        raise InfrastructureError(f"{what} can't be compiled: it ran into the limit on the clock")
    errors = [message for message in done.messages if message.severity == "error"]
    if errors:
        raise StatementError(f"{what} doesn't compile: line {errors[0].line}: {errors[0].text.strip()[:500]}")
    if done.module is None or done.code != 0:
        raise StatementError(
            f"{what} doesn't compile: stopped={done.stopped}, code={done.code}: {done.errors[-300:]}"
        )
    return done.module
