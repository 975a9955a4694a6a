"""The corpora through the whole checker: every cheat is caught, every honest proof is proved."""

from __future__ import annotations

import pytest
from corpus import Level, cases, verdicts

from harness.checker.engines.choose import EngineName
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
def test_corpus(toolchain: Toolchain, corpus: str, level: Level, engine: EngineName) -> None:
    chosen = list(cases(corpus, level))
    assert len(chosen) >= {"proofs": 306, "cheats": 260}[corpus]
    wrong = verdicts(toolchain, engine, chosen, level)
    assert not wrong, "\n".join(f"{label}: expected {e}, got {f}" for label, (e, f) in wrong.items())


@pytest.mark.parametrize("engine", ["fork", "process"])
def test_strict_needs_no_replay_to_find_what_a_text_hides(toolchain: Toolchain, engine: EngineName) -> None:
    cheats = list(cases("cheats", "strict"))
    hiding = [case for case in cheats if case.label.startswith(HIDING)]
    assert len(hiding) >= 30
    wrong = verdicts(toolchain, engine, hiding, "strict", "never")
    honest = [case for case in cases("proofs", "strict") if case.label.startswith("comment_shapes")]
    assert len(honest) >= 30
    wrong |= verdicts(toolchain, engine, honest, "strict", "never")
    assert not wrong, "\n".join(f"{label}: expected {e}, got {f}" for label, (e, f) in wrong.items())


def test_no_cheat_expects_to_be_proved_and_every_proof_does() -> None:
    levels: tuple[Level, ...] = ("strict", "open")
    for level in levels:
        assert all(case.expect["status"] != "proved" for case in cases("cheats", level))
        assert all(case.expect["status"] == "proved" for case in cases("proofs", level))
