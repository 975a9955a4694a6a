"""Fixtures of the replay's tests: a compiler of small texts, and a replayer as a run has it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from replaying import HEADER, IMPORTS, Compile, Replay, ReplayOnly

from harness.checker.replay.base import Question, ReplayOutcome
from harness.checker.replay.native import NativeReplay
from harness.lean.embedded import run_lean
from harness.lean.olean import Name
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits
from harness.sandbox.bubblewrap import Bubblewrap


@pytest.fixture(scope="session")
def compile_text(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> Compile:
    """Compiles texts, each once."""
    folder = tmp_path_factory.mktemp("replayed")
    done: dict[str, bytes] = {}

    def compile_one(text: str) -> bytes:
        if text not in done:
            assert toolchain.library is not None
            source, target = folder / "Candidate.lean", folder / "Candidate.olean"
            target.unlink(missing_ok=True)
            source.write_text(HEADER + text, "utf-8")
            ran = run_lean(
                toolchain.library,
                ["-R", str(folder), "-o", str(target), str(source)],
                search_path=toolchain.search_path,
            )
            assert ran.returncode == 0 and target.is_file(), ran.stdout
            done[text] = target.read_bytes()
        return done[text]

    return compile_one


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """The event loop of the session's replayer."""
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(scope="session")
def replayer(toolchain: Toolchain, loop: asyncio.AbstractEventLoop) -> Iterator[NativeReplay]:
    """A replayer in bubblewrap."""

    async def make() -> NativeReplay:
        return NativeReplay(toolchain, Bubblewrap())

    made = loop.run_until_complete(make())
    yield made
    loop.run_until_complete(made.close())


@pytest.fixture(scope="session")
def replay(toolchain: Toolchain, loop: asyncio.AbstractEventLoop) -> Iterator[Replay]:
    """Replays one module after the other, each whatever an audit would say of it."""

    async def make() -> ReplayOnly:
        return ReplayOnly(toolchain, Bubblewrap())

    made = loop.run_until_complete(make())

    def replay_one(
        module: bytes,
        theorem: str = "t",
        limits: Limits | None = None,
        imports: tuple[Name, ...] = IMPORTS,
    ) -> ReplayOutcome:
        question = Question(imports, (theorem,))
        found = loop.run_until_complete(made.examine(module, question, limits or Limits()))
        assert found.facts is None and found.replay is not None
        return found.replay

    yield replay_one
    loop.run_until_complete(made.close())
