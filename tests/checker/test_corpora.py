"""The corpora through the whole checker: every cheat is caught, every honest proof is proved.

One test for each case: `pytest tests/checker/test_corpora.py -k NAME` runs one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final, cast

import pytest
import yaml
from corpus import LIMITS, NEEDS, Case, Level, cases, describe, judge, matches

from harness.checker import AnyChecker, CheckerSpec, Verdict, open_checker
from harness.checker.engines.choose import EngineName
from harness.checker.replay.find import ReplayMode
from harness.lean.toolchain import Toolchain

COUNTS: Final[dict[str, dict[str, int]]] = yaml.safe_load(
    Path(__file__).with_name("corpora.yaml").read_text("utf-8")
)
WAYS: Final[tuple[tuple[Level, EngineName], ...]] = (
    ("strict", "fork"),
    ("open", "fork"),
    ("strict", "process"),
)
#: Cheats that hide code in what looks like a comment, a string, a number or a word.
HIDING: Final = (
    "command_glued",
    "comment_",
    "doc_",
    "module_doc_",
    "number_",
    "string_behind",
    "subtype_bars",
    "two_quotes",
    "unknown_tactic",
    "wrong_",
)


class Judges:
    """Checkers of every kind that is asked for, each opened once, in an event loop of their own."""

    def __init__(self, toolchain: Toolchain) -> None:
        self._toolchain = toolchain
        self._runner, self._stack = asyncio.Runner(), AsyncExitStack()
        self._open: dict[CheckerSpec, AnyChecker] = {}

    def __call__(self, case: Case, level: Level, engine: EngineName, replay: ReplayMode) -> Verdict | str:
        mode = cast(Any, case.mode)
        spec = CheckerSpec(limits=LIMITS, policy=level, engine=engine, replay=replay, mode=mode)
        return self._runner.run(self._judge(spec, case))

    async def _judge(self, spec: CheckerSpec, case: Case) -> Verdict | str:
        if spec not in self._open:
            opening = open_checker(spec, NEEDS, toolchain=self._toolchain, say=lambda line: None)
            self._open[spec] = (await self._stack.enter_async_context(opening)).checker
        return await judge(self._open[spec], case)

    def close(self) -> None:
        self._runner.run(self._stack.aclose())
        self._runner.close()


@pytest.fixture(scope="module")
def judges(toolchain: Toolchain) -> Iterator[Judges]:
    made = Judges(toolchain)
    yield made
    made.close()


def every_case() -> Iterator[Any]:
    for level, engine in WAYS:
        for corpus in ("proofs", "cheats"):
            for case in cases(corpus, level):
                yield pytest.param(
                    case, level, engine, "always", id=f"{corpus}-{level}-{engine}-{case.label}"
                )


def hidden() -> Iterator[Any]:
    """What strict must find without a replay, and honest texts of the same kind."""
    for engine in ("fork", "process"):
        for case in cases("cheats", "strict"):
            if case.label.startswith(HIDING):
                yield pytest.param(case, "strict", engine, "never", id=f"hidden-{engine}-{case.label}")
        for case in cases("proofs", "strict"):
            if case.label.startswith("comment_shapes"):
                yield pytest.param(case, "strict", engine, "never", id=f"shown-{engine}-{case.label}")


@pytest.mark.parametrize(("case", "level", "engine", "replay"), [*every_case(), *hidden()])
def test_case(judges: Judges, case: Case, level: Level, engine: EngineName, replay: ReplayMode) -> None:
    verdict = judges(case, level, engine, replay)
    assert matches(case, verdict), f"expected {case.expect}, got {describe(verdict)}"


def counts(corpus: str) -> dict[str, int]:
    strict, lax = list(cases(corpus, "strict")), list(cases(corpus, "open"))
    folders = {case.label.split("/")[0] for case in (*strict, *lax)}
    return {"folders": len(folders), "strict": len(strict), "open": len(lax)}


def test_no_case_was_lost() -> None:
    assert {corpus: counts(corpus) for corpus in ("cheats", "proofs")} == COUNTS
    names = [parameter.id or "" for parameter in hidden()]
    assert sum(name.startswith("hidden") for name in names) >= 60
    assert sum(name.startswith("shown") for name in names) >= 60


def test_no_cheat_expects_to_be_proved_and_every_proof_does() -> None:
    levels: tuple[Level, ...] = ("strict", "open")
    for level in levels:
        assert all(case.expect["status"] != "proved" for case in cases("cheats", level))
        assert all(case.expect["status"] == "proved" for case in cases("proofs", level))
