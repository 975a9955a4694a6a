"""Facts and replay of one module out of one confined process, against the audit made here."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest
from olean_forge import Forge
from replaying import IMPORTS, Compile, Examine

from harness.checker.audit import ModuleFacts, facts_from_json, facts_of_file, facts_to_json
from harness.checker.replay._client import _facts
from harness.checker.replay.base import Examination, NoReplay, Question
from harness.checker.replay.native import NativeReplay
from harness.errors import DataError
from harness.lean.olean import read_olean
from harness.sandbox import Limits, Stop

STATEMENT = "theorem t (n : Nat) : n + 0 = n"
REFERENCE = f"{STATEMENT} := sorry\n"

TEXTS = {
    "proof": f"{STATEMENT} := rfl\n",
    "lemma": f"theorem help (n : Nat) : n + 0 = n := rfl\n{STATEMENT} := help n\n",
    "hole": REFERENCE,
    "axiom": f"axiom cheat (n : Nat) : n + 0 = n\n{STATEMENT} := cheat n\n",
    "other statement": "theorem t (n : Nat) : n = n := rfl\n",
    "no theorem": "theorem u (n : Nat) : n = n := rfl\n",
    "definition": "def t : Nat := 0\n",
}
PROVED = {"proof", "lemma"}
MANY = "".join(f"theorem {'x' * 200}{i} : True := True.intro\n" for i in range(3000))


@pytest.fixture
def examine(replayer: NativeReplay, loop: asyncio.AbstractEventLoop, compile_text: Compile) -> Examine:
    """(module, a theorem to compare or None for a file by itself) -> Examination."""

    def examine_one(module: bytes, *, alone: bool = False, limits: Limits | None = None) -> Examination:
        question = Question(IMPORTS, ("t",), read_olean(compile_text(REFERENCE), file="reference"))
        if alone:
            question = Question(IMPORTS)
        return loop.run_until_complete(replayer.examine(module, question, limits or Limits()))

    return examine_one


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("alone", [False, True])
def test_the_facts_are_those_that_are_read_here(
    name: str, alone: bool, examine: Examine, compile_text: Compile
) -> None:
    module = compile_text(TEXTS[name])
    reference = None if alone else read_olean(compile_text(REFERENCE))
    here, _ = facts_of_file(module, reference, None if alone else ("t",))
    found = examine(module, alone=alone)
    assert found.facts is not None
    # Sets of names are walked in an order that differs between processes.
    assert sorted(map(str, map(_sorted, found.facts.steps))) == sorted(map(str, map(_sorted, here.steps)))
    assert (found.facts.theorem, found.facts.constants) == (here.theorem, here.constants)


def _sorted(step: object) -> object:
    return replace(step, header=tuple(sorted(step.header))) if hasattr(step, "header") else step  # type: ignore[type-var]


@pytest.mark.parametrize("name", TEXTS)
def test_only_a_proof_is_replayed(name: str, examine: Examine, compile_text: Compile) -> None:
    found = examine(compile_text(TEXTS[name]))
    assert found.facts is not None and found.replay is not None
    assert found.facts.refuses is (name not in PROVED)
    assert found.replay.ok is (name in PROVED), found.replay


def test_a_damaged_module_gives_facts_that_say_so(examine: Examine, compile_text: Compile) -> None:
    module = compile_text(TEXTS["proof"])
    for data in (b"", b"no module", module[: len(module) // 2], b"\0" * len(module)):
        found = examine(data)
        assert found.facts is not None and found.facts.refuses
        assert found.replay is not None and not found.replay.ok


def test_facts_come_before_the_kernel_refuses(examine: Examine, compile_text: Compile) -> None:
    """A proof put under another theorem's name: well formed, so that only the kernel sees it."""
    forge = Forge(compile_text(f"theorem other (p : Prop) (h : p) : p := h\n{STATEMENT} := rfl\n"))
    found = examine(forge.copy(forge.field(("other",), 1), forge.field(("t",), 1)))
    assert found.facts is not None and not found.facts.refuses
    assert found.replay is not None and not found.replay.ok
    assert "kernel" in found.replay.detail


def test_limits_hold_before_the_facts_as_well(examine: Examine, compile_text: Compile) -> None:
    found = examine(compile_text(MANY + TEXTS["proof"]), limits=Limits(memory=1 << 20))
    assert found.facts is None
    assert found.replay is not None and found.replay.stopped is Stop.MEMORY


def test_names_that_take_too_much_are_refused(examine: Examine, compile_text: Compile) -> None:
    found = examine(compile_text(MANY + TEXTS["proof"]))
    assert found.facts is not None and found.replay is not None
    assert not found.facts.refuses and found.replay.ok, "600 kB of names are few enough"
    facts = ModuleFacts(("t",), 1, ()).refused_as("too much")
    assert facts.refuses


def test_only_the_first_line_of_an_answer_has_facts(compile_text: Compile) -> None:
    facts, _ = facts_of_file(compile_text(TEXTS["hole"]), None, None)
    forged, _ = facts_of_file(compile_text(TEXTS["proof"]), None, None)
    line, other = (json.dumps(facts_to_json(each)).encode() + b"\n" for each in (facts, forged))
    assert _facts(line + other + b'\n{"ok": true}') == facts
    assert _facts(b"panic\n" + other) is None
    assert _facts(line[:-1]) is None, "a line without its end may be cut off"


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        [None, 1],
        [None, 1, [["proved"]]],
        [["t"], "x", []],
        [[1.5], 1, []],
        [None, 1, [["declares", [[[]]]]]],
    ],
)
def test_what_are_no_facts_is_refused(data: object) -> None:
    with pytest.raises(DataError):
        facts_from_json(data)


def test_facts_survive_json(compile_text: Compile) -> None:
    for text in TEXTS.values():
        for reference in (None, read_olean(compile_text(REFERENCE))):
            facts, _ = facts_of_file(compile_text(text), reference, ("t",) if reference else None)
            assert facts_from_json(json.loads(json.dumps(facts_to_json(facts)))) == facts


def test_without_a_kernel_facts_are_read_beside_the_event_loop(compile_text: Compile) -> None:
    module = compile_text(MANY + TEXTS["proof"])
    question = Question(IMPORTS, ("t",), read_olean(compile_text(REFERENCE)))
    expected, _ = facts_of_file(module, question.reference, ("t",))
    turns = 0

    async def run() -> Examination:
        nonlocal turns
        task = asyncio.create_task(NoReplay().examine(module, question, Limits()))
        while not task.done():
            turns += 1
            await asyncio.sleep(0.001)
        return task.result()

    found = asyncio.run(run())
    assert found.facts is not None and found.replay is None
    assert (found.facts.theorem, found.facts.constants) == (expected.theorem, expected.constants)
    # Two turns are had by whatever is awaited.
    assert turns > 3
