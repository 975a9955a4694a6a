"""Where commands begin and end, and which words begin one: compared with Lean's own parser."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from harness.lean.source import COMMANDS
from harness.lean.source.commands import source_of
from harness.lean.source.words import HASH_COMMANDS, LIBRARY_COMMANDS, RESERVED_COMMANDS
from harness.lean.toolchain import Toolchain

HERE = Path(__file__).parent
TESTS = HERE.parents[1]
TABLES = TESTS / "support" / "lean_tables.py"
POLICY = TESTS / "checker" / "policy"
HEADER = "prelude\nimport Embedded.Arith\nimport Embedded.Number\nimport Embedded.Omega\n"
# Words of Lean's library that policy knows and that begin a tactic or a term.
_NO_COMMANDS = """
bv_check bv_decide bv_decide? bv_decide_push by_elab dbg_trace include_str native_decide run_tac throwError
throwErrorAt
"""
_PIECES = """
theorem def a := ( ) @[ ] ` in open namespace end section /-- /-! -/ local deriving instance #x . class mutual
set_option alias ⌋ ⌊ library_note
"""


@pytest.mark.parametrize("seed", [13, 435])
def test_commands_begin_where_lean_has_them_begin(toolchain: Toolchain, seed: int) -> None:
    done = subprocess.run(
        [sys.executable, str(TESTS / "support" / "command_bounds.py"), "1500", str(seed)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stdout)
    assert found["wrong"] == []
    assert found["texts"] > 1000 and found["commands"] > 5000


@pytest.fixture(scope="module")
def tables(toolchain: Toolchain) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(TESTS / "support" / "lean_tables.py"), HEADER],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _words(found: set[str]) -> set[str]:
    """Those that have a letter; a `%` at the end of one is a token of its own for us."""
    return {word.rstrip("%") for word in found if any(char.isalpha() for char in word)}


def test_lean_knows_no_other_command(tables: dict[str, Any]) -> None:
    """`in` stands between two commands; `lemma` is reserved with Mathlib alone, and always exchanged."""
    words = _words(set(tables["categories"]["command"]))
    assert words - HASH_COMMANDS - {"in"} == RESERVED_COMMANDS - {"lemma"}
    assert {word for word in words if word.startswith("#")} <= HASH_COMMANDS


def test_no_command_of_leans_library_is_missing(tables: dict[str, Any]) -> None:
    """The policy has classified the first words of all of the library's syntax: what is no tactic's or term's
    is a command's."""
    table = yaml.safe_load((POLICY / "keywords.yaml").read_text("utf-8"))
    commands = {*table["ends_proof"].split(), *table["own_rules"].split(), *table["in_lists"].split()}
    commands.update(word for words in table["refused"].values() for word in words.split())
    first = {words[0] for words in tables["descriptions"].values() if words}
    found = _words(first & commands) - set(_NO_COMMANDS.split())
    assert found - COMMANDS - HASH_COMMANDS == set()
    assert len(found) > 80


def test_the_lists_are_apart() -> None:
    assert RESERVED_COMMANDS.isdisjoint(LIBRARY_COMMANDS)
    assert COMMANDS == RESERVED_COMMANDS | LIBRARY_COMMANDS
    named = "local scoped public meta grind_pattern unseal proof_wanted recall run_meta irreducible_def alias"
    assert set(named.split()) <= COMMANDS


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("theorem a : A := x\n@[simp] alias b := a\nalias c := a", [0, 19, 40]),
        ("theorem a : A := f alias\n  x", [0]),
        ("theorem a : A := x\n  recall Nat.b : B\n  proof_wanted c : C", [0, 21, 40]),
        ("irreducible_def a : A := x\n\nlibrary_note b\n/-- text -/\n\ndef c := x", [0, 28, 56]),
        ("theorem a : #s = x := y\n#s", [0, 24]),
        ("theorem a : A := x\nsuppress_compilation\n\nunseal b in\ntheorem c : C := y", [0, 19, 41]),
        ("theorem a : A := by x\nrun_meta b\ngrind_pattern c => d", [0, 22, 33]),
        ("theorem a : (1 = 1 := x\ntheorem b : B) := y", [0, 24]),
        ("theorem a : ⌊x⌋ = ⌈y := z\ndef b := x⌋ y\ndef c := z", [0, 26, 40]),
        ("def a := `(command|\ndef b := x)\ndef c := y", [0, 32]),
        ("#check a\n  #check_failure b #s", [0, 11]),
        ("def a := x #s", [0]),
    ],
)
def test_where_commands_begin(text: str, begin: list[int]) -> None:
    assert [command.start for command in source_of(text).commands] == begin


@given(st.lists(st.sampled_from([*_PIECES.split(), "\n"])))
def test_any_text_is_read(pieces: list[str]) -> None:
    text = " ".join(pieces)
    commands = source_of(text).commands
    for command, following in pairwise(commands):
        assert command.start <= command.head < command.end <= following.start <= len(text)
