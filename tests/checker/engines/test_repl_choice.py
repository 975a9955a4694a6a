"""Where the repl is found, and when it is the engine."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from lake_shaped import make_elan, make_workspace
from real_repl import SILENT, install

from harness.checker.engines import Elaboration, ProcessEngine
from harness.checker.engines.choose import EngineWanted, choose_engine
from harness.checker.engines.repl.engine import ReplEngine
from harness.checker.engines.repl.find import find_repl
from harness.checker.engines.selftest import self_test
from harness.errors import EngineUnsupportedError, LeanUnavailableError
from harness.lean.toolchain import Toolchain
from harness.lean.workspace import LakeWorkspace
from harness.sandbox import Limits
from harness.sandbox.bubblewrap import Bubblewrap

TRUE = "prelude\nimport Embedded.Base\ntheorem t (n : Nat) : n + 0 = n := rfl\n"


@pytest.fixture
def workspace(tmp_path: Path, toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_elan(tmp_path / "elan", toolchain)
    monkeypatch.setenv("ELAN_HOME", str(tmp_path / "elan"))
    return make_workspace(tmp_path / "workspace", toolchain)


def without_fork(workspace: Path) -> Toolchain:
    """The workspace's toolchain, as it is for a Lean whose library can't be called from here."""
    return replace(LakeWorkspace(workspace).prepare(), library=None)


def test_where_it_is_found(workspace: Path, tmp_path: Path) -> None:
    toolchain = LakeWorkspace(workspace).prepare()
    assert find_repl(toolchain) is None
    package = install(workspace / ".lake/packages/mathlib/.lake/build/bin/repl")
    assert find_repl(toolchain) == package
    own = install(workspace / ".lake/build/bin/repl")
    assert find_repl(toolchain) == own
    own.chmod(0o644)
    assert find_repl(toolchain) == package
    given = install(tmp_path / "given")
    assert find_repl(toolchain, given) == given
    with pytest.raises(LeanUnavailableError, match="is no program"):
        find_repl(toolchain, own)


def test_auto_takes_it_where_fork_does_not_work(workspace: Path, tmp_path: Path) -> None:
    program = install(workspace / ".lake/build/bin/repl")
    toolchain = without_fork(workspace)

    async def choose(said: list[str]) -> tuple[str, int | None]:
        engine = await choose_engine(
            toolchain, Bubblewrap(), EngineWanted(cache=tmp_path / "cache"), said.append
        )
        try:
            return str(engine.description()["engine"]), (await engine.elaborate(TRUE, Limits())).code
        finally:
            await engine.close()

    said: list[str] = []
    assert asyncio.run(choose(said)) == ("repl", 0)
    assert said and said[0].startswith("engine repl is used: engine fork needs")
    assert len(list((tmp_path / "cache" / "engines").iterdir())) == 1
    program.unlink()
    said.clear()
    assert asyncio.run(choose(said)) == ("process", 0)
    assert said[0].startswith("engine process is used, which is slower")


def test_one_that_fails_its_self_test_is_not_taken(workspace: Path, tmp_path: Path) -> None:
    install(workspace / ".lake/build/bin/repl", SILENT)
    toolchain = without_fork(workspace)
    said: list[str] = []

    async def choose() -> str:
        engine = await choose_engine(
            toolchain, Bubblewrap(), EngineWanted(cache=tmp_path / "cache"), said.append
        )
        await engine.close()
        return str(engine.description()["engine"])

    assert asyncio.run(choose()) == "process"
    assert "engine repl failed its self-test with Lean 4.35.0 on" in said[0]
    assert not (tmp_path / "cache").exists()
    with pytest.raises(EngineUnsupportedError, match="failed its self-test"):
        asyncio.run(choose_engine(toolchain, Bubblewrap(), EngineWanted("repl"), said.append))


def test_asked_for_by_name_and_missing(workspace: Path) -> None:
    with pytest.raises(EngineUnsupportedError, match="prover-eval setup --workspace DIR") as caught:
        asyncio.run(
            choose_engine(LakeWorkspace(workspace).prepare(), Bubblewrap(), EngineWanted("repl"), print)
        )
    assert "--repl PATH" in str(caught.value)


def test_asked_for_by_name_and_given(toolchain: Toolchain, tmp_path: Path) -> None:
    """The embedded Lean has no workspace, so its repl must be named."""
    wanted = EngineWanted("repl", program=install(tmp_path / "repl"))
    engine = asyncio.run(choose_engine(toolchain, Bubblewrap(), wanted, print))
    assert isinstance(engine, ReplEngine)
    assert engine.apart.description()["engine"] == "process"


class _Other(ReplEngine):
    """The engine with another answer to one text: a theorem more."""

    async def elaborate(self, text: str, limits: Limits) -> Elaboration:
        more = "theorem more (p : Prop) (h : p) : p := h\n" if "And.intro hp hq" in text else ""
        return await super().elaborate(text + more, limits)


@pytest.mark.parametrize("kind", [ReplEngine, _Other])
def test_the_self_test_compares_constants(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path, kind: type[ReplEngine]
) -> None:
    async def run() -> None:
        engine = kind(toolchain, install(tmp_path / "repl"), Bubblewrap(), process_engine, jobs=1)
        try:
            await self_test(engine, process_engine, toolchain)
        finally:
            await engine.close()

    if kind is ReplEngine:
        asyncio.run(run())
    else:
        with pytest.raises(EngineUnsupportedError, match="a true theorem: another constants"):
            asyncio.run(run())
