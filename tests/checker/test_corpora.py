"""The corpora through the whole checker: every cheat is caught, every honest proof is proved."""

from __future__ import annotations

import pytest
from corpus import Level, cases, verdicts

from harness.checker.engines import Engine, ProcessEngine
from harness.checker.engines.fork.engine import ForkEngine
from harness.lean.toolchain import Toolchain

#: Cheats that hide code in what looks like a comment, a string, a number or a word.
HIDING = (
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


@pytest.mark.parametrize(("level", "engine"), [("strict", "fork"), ("open", "fork"), ("strict", "process")])
@pytest.mark.parametrize("corpus", ["proofs", "cheats"])
def test_corpus(
    toolchain: Toolchain, process_engine: ProcessEngine, corpus: str, level: Level, engine: str
) -> None:
    chosen = list(cases(corpus, level))
    assert len(chosen) >= {"proofs": 306, "cheats": 260}[corpus]
    by: Engine = ForkEngine(toolchain) if engine == "fork" else process_engine
    wrong = verdicts(toolchain, by, chosen, level)
    assert not wrong, "\n".join(f"{label}: expected {e}, got {f}" for label, (e, f) in wrong.items())


@pytest.mark.parametrize("engine", ["fork", "process"])
def test_strict_needs_no_replay_to_find_what_a_text_hides(
    toolchain: Toolchain, process_engine: ProcessEngine, engine: str
) -> None:
    by: Engine = ForkEngine(toolchain) if engine == "fork" else process_engine
    cheats = list(cases("cheats", "strict"))
    hiding = [case for case in cheats if case.label.startswith(HIDING)]
    assert len(hiding) >= 30
    wrong = verdicts(toolchain, by, hiding, "strict", "never")
    honest = [case for case in cases("proofs", "strict") if case.label.startswith("comment_shapes")]
    assert len(honest) >= 30
    wrong |= verdicts(toolchain, by, honest, "strict", "never")
    assert not wrong, "\n".join(f"{label}: expected {e}, got {f}" for label, (e, f) in wrong.items())


def test_no_cheat_expects_to_be_proved_and_every_proof_does() -> None:
    levels: tuple[Level, ...] = ("strict", "open")
    for level in levels:
        assert all(case.expect["status"] != "proved" for case in cases("cheats", level))
        assert all(case.expect["status"] == "proved" for case in cases("proofs", level))
