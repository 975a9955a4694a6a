"""The corpora through the whole checker: every cheat is caught, every honest proof is proved."""

from __future__ import annotations

import pytest
from corpus import Level, cases, verdicts

from harness.checker.engines import Engine, ProcessEngine
from harness.checker.engines.fork import ForkEngine
from harness.lean.toolchain import Toolchain


@pytest.mark.parametrize(("level", "engine"), [("strict", "fork"), ("open", "fork"), ("strict", "process")])
@pytest.mark.parametrize("corpus", ["proofs", "cheats"])
def test_corpus(
    toolchain: Toolchain, process_engine: ProcessEngine, corpus: str, level: Level, engine: str
) -> None:
    chosen = list(cases(corpus, level))
    assert len(chosen) >= {"proofs": 120, "cheats": 60}[corpus]
    by: Engine = ForkEngine(toolchain) if engine == "fork" else process_engine
    wrong = verdicts(toolchain, by, chosen, level)
    assert not wrong, "\n".join(f"{label}: expected {e}, got {f}" for label, (e, f) in wrong.items())


def test_no_cheat_expects_to_be_proved_and_every_proof_does() -> None:
    levels: tuple[Level, ...] = ("strict", "open")
    for level in levels:
        assert all(case.expect["status"] != "proved" for case in cases("cheats", level))
        assert all(case.expect["status"] == "proved" for case in cases("proofs", level))
