"""All that a file declares is judged, whether it has a theorem or not: by the checker, and over HTTP."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from client_files import CORPORA, File, Level, files, seen

from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import Engine, ProcessEngine
from harness.checker.engines.fork.engine import ForkEngine
from harness.checker.policy._engine import MAX_VIOLATIONS
from harness.checker.replay.find import find_replayer
from harness.checker.snippet import NO_THEOREM, SnippetChecker
from harness.checker.verdict import Reason, Status, Verdict
from harness.lean.needs import EMBEDDED_HEADER
from harness.lean.toolchain import Toolchain
from harness.resources import cache_folder
from harness.sandbox import Limits
from harness.sandbox.bubblewrap import Bubblewrap
from harness.serve._kimina import answer

LEVELS: tuple[Level, ...] = ("strict", "open")
FIRST = EMBEDDED_HEADER.count("\n") + 1


@pytest.fixture(scope="module", params=LEVELS)
def level_served(request: pytest.FixtureRequest, toolchain: Toolchain) -> Iterator[tuple[Level, str]]:
    """A policy, and the address of a service with it."""
    from _service import serving

    with serving("--max-checkers", "2", "--policy", request.param) as address:
        yield request.param, address


def verdicts(
    toolchain: Toolchain,
    engine: Engine,
    level: Level,
    texts: list[str],
    *,
    header: str = EMBEDDED_HEADER,
    replay: bool = True,
) -> list[Verdict]:
    """What the checker of whole files says of them behind a header."""

    async def run() -> list[Verdict]:
        limits = Limits(cpu_s=20)
        replayer = find_replayer(toolchain, Bubblewrap(), "always") if replay else None
        checker = Checker(toolchain, engine, CheckSettings(limits, level), cache_folder(), replayer)
        slots = asyncio.Semaphore(len(os.sched_getaffinity(0)))

        async def one(text: str) -> Verdict:
            async with slots:
                return await SnippetChecker(checker).check(header + text, limits)

        try:
            return await asyncio.gather(*map(one, texts))
        finally:
            await checker.close()

    return asyncio.run(run())


def wrong(chosen: list[File], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What did not end as it must, with the answer."""
    return {
        file.label: (file.expect, row)
        for file, row in zip(chosen, rows, strict=True)
        if seen(row) != file.expect
    }


def chosen(level: Level) -> list[File]:
    return [file for corpus in CORPORA for file in files(corpus, level)]


def test_there_are_enough() -> None:
    for level in LEVELS:
        assert len(list(files("cheats", level))) >= 12
        assert len(list(files("honest", level))) >= 12
        assert all(file.expect != "valid" for file in files("cheats", level))
        assert all(file.expect == "valid" for file in files("honest", level))


@pytest.mark.parametrize("engine", ["fork", "process"])
@pytest.mark.parametrize("level", LEVELS)
def test_by_the_checker(toolchain: Toolchain, level: Level, engine: str) -> None:
    by: Engine = ForkEngine(toolchain) if engine == "fork" else ProcessEngine(toolchain, Bubblewrap())
    sent = chosen(level)
    found = verdicts(toolchain, by, level, [file.text for file in sent])
    assert not wrong(sent, [answer(verdict, 20, FIRST) for verdict in found])


@pytest.mark.parametrize("path", ["/verify", "/api/check"])
def test_over_http(level_served: tuple[Level, str], path: str) -> None:
    level, address = level_served
    sent = chosen(level)
    if path == "/verify":
        body = {"codes": [{"custom_id": file.label, "proof": file.text} for file in sent]}
    else:
        body = {"snippets": [{"id": file.label, "code": file.text} for file in sent]}
    rows = httpx.post(address + path, json=body, timeout=300).json()["results"]
    assert not wrong(sent, rows)


def test_an_example_is_answered_as_lean_answers_it(toolchain: Toolchain) -> None:
    texts = [
        "example : 1 + 1 = 2 := rfl\n",
        "  example : 1 = 2 := sorry\n",
        "example (n : Nat) : True := trivial\nexample : _ := rfl\n",
        "def d : 1 = 1 := rfl\n",
    ]
    proved, hole, errors, definition = verdicts(toolchain, ForkEngine(toolchain), "strict", texts)
    assert proved.proved
    assert not proved.messages
    (message,) = hole.messages
    assert (message.kind, message.line - FIRST, message.column) == ("hasSorry", 0, 2)
    unused, untyped = errors.messages
    assert (unused.kind, unused.line - FIRST, unused.column) == ("linter.unusedVariables", 0, 9)
    assert untyped.text.startswith("Failed to infer type of example")
    assert [message.kind for message in definition.messages] == ["linter.defProp"]
    assert definition.detail == NO_THEOREM


def test_a_client_that_allows_holes_learns_of_an_axiom(toolchain: Toolchain) -> None:
    text = "axiom zz : False\n\ntheorem a : 1 = 2 := sorry\n"
    (found,) = verdicts(toolchain, ForkEngine(toolchain), "open", [text])
    messages = answer(found, 20, FIRST)["response"]["messages"]
    assert [message["severity"] for message in messages].count("error") == 1
    (alone,) = verdicts(toolchain, ForkEngine(toolchain), "open", [text.partition("\n\n")[2]])
    assert all(message["severity"] != "error" for message in answer(alone, 20, FIRST)["response"]["messages"])


@pytest.mark.parametrize("engine", ["fork", "process"])
def test_questions_hide_nothing_else_from_the_policy(toolchain: Toolchain, engine: str) -> None:
    by: Engine = ForkEngine(toolchain) if engine == "fork" else ProcessEngine(toolchain, Bubblewrap())
    asked = "#check True\n#print True\n" * MAX_VIOLATIONS
    texts = [
        asked + "set_option debug.skipKernelTC true\ntheorem t : False := by decide +kernel\n",
        'theorem #print" run_cmd Lean.logInfo m!"" --"\n',
        asked + "theorem t : True := trivial\n",
    ]
    option, behind_error, honest = verdicts(toolchain, by, "strict", texts, replay=False)
    assert (option.status, option.reason) == (Status.REJECTED, Reason.POLICY)
    assert (behind_error.status, behind_error.reason) == (Status.REJECTED, Reason.POLICY)
    assert honest.proved


@pytest.mark.parametrize("level", LEVELS)
def test_a_module_whose_proofs_are_in_files_of_their_own_proves_nothing(
    toolchain: Toolchain, level: Level
) -> None:
    # Lean leaves what isn't public out of the file that is judged.
    engine = ProcessEngine(toolchain, Bubblewrap())
    types = "inductive F : Prop\n\ninductive T : Prop\n  | intro : T\n\n"
    axiom, theorem = "axiom z : F\n\ntheorem t : F := z\n", "theorem t : T := T.intro\n"
    texts = [types + axiom, types + theorem]
    hidden = verdicts(toolchain, engine, level, texts, header="module\nprelude\n\n")
    assert [found.reason for found in hidden] == [Reason.POLICY, Reason.POLICY]
    told, honest = verdicts(toolchain, engine, level, texts, header="prelude\n\n")
    assert told.reason is (Reason.AXIOM if level == "open" else Reason.POLICY)
    assert honest.proved
