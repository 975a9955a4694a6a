"""Engine `process` with a header's snapshot: the same answers, byte for byte, and what can go wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from engine_texts import GOOD, HEADER, LIMITS, LOOP, MIXED, UNBOUND

from harness.checker.engines import Elaboration, ProcessEngine
from harness.checker.engines.selftest import difference
from harness.checker.engines.snapshots import Snapshots
from harness.errors import DamageWarning
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, Outcome
from harness.sandbox.bubblewrap import Bubblewrap


class Watched(Bubblewrap):
    """Bubblewrap that remembers Lean's arguments."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[Sequence[str]] = []

    async def run(
        self, toolchain: Toolchain, arguments: Sequence[str], text: bytes, limits: Limits
    ) -> Outcome:
        self.runs.append(arguments)
        return await super().run(toolchain, arguments, text, limits)

    def loads(self) -> list[bool]:
        """Of each run that compiled a text, whether it had a snapshot."""
        return [any("--incr-load" in word for word in run) for run in self.runs if "--json" in run]


def elaborated(
    toolchain: Toolchain, cache: Path, *texts: str, limits: Limits = LIMITS
) -> tuple[list[Elaboration], Watched]:
    sandbox = Watched()
    engine = ProcessEngine(toolchain, sandbox, Snapshots(toolchain, sandbox, cache))

    async def run() -> list[Elaboration]:
        return [await engine.elaborate(text, limits) for text in texts]

    return asyncio.run(run()), sandbox


def test_the_same_answers(toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path) -> None:
    texts = [HEADER + text for text in MIXED.values()]
    ours, sandbox = elaborated(toolchain, tmp_path, *texts)
    assert all(sandbox.loads())
    assert len(sandbox.runs) == len(texts) + 2
    for name, text, done in zip(MIXED, texts, ours, strict=True):
        assert difference(done, asyncio.run(process_engine.elaborate(text, LIMITS))) is None, name


def test_other_options_have_another_snapshot(toolchain: Toolchain, tmp_path: Path) -> None:
    text = HEADER + LOOP.replace(UNBOUND, "")
    (few,), _ = elaborated(toolchain, tmp_path, text, limits=replace(LIMITS, heartbeats=20))
    assert few.messages[0].kind == "runtime.maxHeartbeats"
    assert "(20)" in few.messages[0].text
    elaborated(toolchain, tmp_path, HEADER + GOOD)
    assert len(list(tmp_path.rglob("*.deps"))) == 2


def test_it_is_kept_and_a_damaged_one_is_made_anew(toolchain: Toolchain, tmp_path: Path) -> None:
    elaborated(toolchain, tmp_path, HEADER + GOOD)
    (deps,) = tmp_path.rglob("*.deps")
    snapshot = deps.with_suffix("")
    _, sandbox = elaborated(toolchain, tmp_path, HEADER + GOOD)
    assert len(sandbox.runs) == 1
    data = snapshot.read_bytes()
    snapshot.write_bytes(data[: len(data) // 2])
    with pytest.warns(DamageWarning, match="was damaged: it is made again"):
        (done,), sandbox = elaborated(toolchain, tmp_path, HEADER + GOOD)
    assert done.code == 0
    assert len(sandbox.runs) == 3
    assert len(snapshot.read_bytes()) == len(data)


@pytest.mark.parametrize("damage", ["junk", "no deps"])
def test_one_that_lean_cannot_use_is_done_without(
    toolchain: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    elaborated(toolchain, tmp_path, HEADER + GOOD)
    (deps,) = tmp_path.rglob("*.deps")
    if damage == "junk":
        deps.with_suffix("").write_bytes(b"junk" * 1000)
    else:
        deps.unlink()
    monkeypatch.setattr("harness.checker.engines.snapshots._intact", lambda path: True)
    (done, bad), sandbox = elaborated(
        toolchain, tmp_path, HEADER + GOOD, HEADER + "theorem t : 1 = 2 := rfl\n"
    )
    assert (done.code, bad.code) == (0, 1)
    assert done.module is not None
    assert sandbox.loads() == [True, False, True, False]


def test_without_a_header_or_with_a_bad_one(toolchain: Toolchain, tmp_path: Path) -> None:
    (none, bad), sandbox = elaborated(
        toolchain, tmp_path, "theorem t : 1 = 1 := rfl\n", "prelude\nimport Embedded.Missing\n" + GOOD
    )
    assert (none.code, bad.code) == (1, 1)
    assert sandbox.loads() == [False, False]


def test_a_lean_that_has_none(toolchain: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.checker.engines.snapshots._SAVE", "--not-an-option")
    (done,), sandbox = elaborated(toolchain, tmp_path, HEADER + GOOD)
    assert done.code == 0
    assert sandbox.loads() == [False]
    assert len(sandbox.runs) == 2
