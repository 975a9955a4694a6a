"""Every keyword that Lean has is classified in keywords.yaml, and `check_policy` does what stands there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml

from harness.checker.policy import check_policy
from harness.checker.policy._rules import ASKS_FOR_MORE, TACTICS_ASK_FOR_MORE
from harness.lean.embedded import run_lean, shared_library
from harness.lean.source import assemble
from harness.lean.toolchain import Toolchain
from harness.problem import Problem

FOLDER = Path(__file__).parent
SCRIPT = FOLDER.parents[1] / "support" / "lean_tables.py"
HEADER = "prelude\nimport Embedded.Arith\nimport Embedded.Number\nimport Embedded.Omega\n"
PROBLEM = Problem("goal", "test", "theorem goal : A := by", "import A\n\n")
TABLE: dict[str, Any] = yaml.safe_load((FOLDER / "keywords.yaml").read_text("utf-8"))
REFUSED = [(rule, word) for rule, words in TABLE["refused"].items() for word in words.split()]
CLASSES = ("in_lists", "questions", "ends_proof", "own_rules", "harmless", "inner")

# Where a command can begin: behind nothing, behind other commands, and inside a proof that can be over.
PLACES = (
    "{} x",
    "section {} x",
    "section A\nend A {} x",
    "open A in {} x",
    "open A {} x",
    "theorem t : A := f x {} x",
    "theorem t : A := by simp {} x",
    "theorem t : A := by\n  simp\n  {} x",
    "@[simp] theorem t : A := by simp; {} x",
    "variable (a : A) {} x",
    "private {} x",
    "/-- text -/ {} x",
    "@[simp] {} x",
    "end {} x",
)


def _found(text: str, mode: Literal["splice", "file"]) -> list[str]:
    return [violation.rule for violation in check_policy(assemble(PROBLEM, text, mode=mode), "strict")]


def _is_word(text: str) -> bool:
    return any(char.isalpha() and char.isascii() for char in text)


@pytest.fixture(scope="module")
def tables(toolchain: Toolchain) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(FOLDER.parents[1] / "support" / "lean_tables.py"), HEADER],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _keywords(tables: dict[str, Any]) -> Iterator[str]:
    for lists in (tables["categories"], tables["descriptions"]):
        for words in lists.values():
            yield from words
    yield from tables["tokens"]


def test_the_tables_are_those_of_the_whole_library(tables: dict[str, Any]) -> None:
    words = set(_keywords(tables))
    assert len(tables["descriptions"]) > 900 and len(tables["attributes"]) > 180
    # A builtin command, one that Lean declares by a macro, a tactic of either kind, one of our own library's.
    assert {"theorem", "register_simp_attr", "intro", "grind_propagator", "linarith"} <= words
    assert {"command", "tactic", "term", "conv", "attr", "doElem"} <= tables["categories"].keys()


def test_every_keyword_is_classified_once(tables: dict[str, Any]) -> None:
    listed = [word for _, word in REFUSED] + [word for name in CLASSES for word in TABLE[name].split()]
    assert sorted(listed) == sorted(set(listed))
    keywords = {word for word in _keywords(tables) if _is_word(word)}
    assert keywords - set(listed) == set(), "classify these in keywords.yaml"
    assert set(listed) - keywords == set(), "Lean has no such keyword"


def test_commands_without_a_word_are_known(tables: dict[str, Any]) -> None:
    found = {word for word in tables["categories"]["command"] if not _is_word(word)}
    assert found == set(TABLE["command_symbols"].split())


def test_every_command_ends_a_proof_or_is_refused(tables: dict[str, Any]) -> None:
    """No command that Lean has can stand in a proof that is put behind a statement."""
    let_through = set(TABLE["harmless"].split()) | set(TABLE["inner"].split()) | {"open", "set_option"}
    assert let_through & set(tables["categories"]["command"]) - {"open", "set_option"} <= {"in"}


@pytest.mark.parametrize(("rule", "word"), REFUSED, ids=lambda part: str(part))
def test_refused_keyword_is_refused_wherever_a_command_can_begin(rule: str, word: str) -> None:
    # Imports that a file begins with are the header's, and taken off.
    skipped = ("{} x", "private {} x", "/-- text -/ {} x") if word == "import" else ()
    for place in (place for place in PLACES if place not in skipped):
        assert rule in _found(place.format(word), "file"), place
    for place in ("simp\n{} x", "exact f x {} x", "simp; {} x", "open A in {} x"):
        assert rule in _found(place.format(word), "splice"), place


@pytest.mark.parametrize("word", TABLE["in_lists"].split())
def test_keyword_of_lists_is_refused(word: str) -> None:
    for place in (*PLACES, "@[{}] theorem t : A := x", "attribute [{} x] y"):
        assert _found(place.format(word), "file"), place


@pytest.mark.parametrize("word", TABLE["ends_proof"].split())
def test_harmless_command_is_let_through_unless_in_a_proof(word: str) -> None:
    assert "ends_proof" in _found(f"simp\n{word} x", "splice")
    opened = "section\n" if word == "end" else ""
    assert _found(f"theorem t : A := x\n{opened}{word} Repr", "file") == []


@pytest.mark.parametrize("word", TABLE["questions"].split())
def test_question_is_let_through(word: str) -> None:
    for place in ("{} x", "theorem t : A := x\n{} t", "section\n{} x\nend", "open A in {} x"):
        assert _found(place.format(word), "file") == [], place
    assert _found(f"simp\n\n{word} goal", "splice") == []


@pytest.mark.parametrize("word", (TABLE["harmless"] + " " + TABLE["inner"]).split())
def test_harmless_keyword_is_let_through(word: str) -> None:
    assert _found(f"simp\n{word} x", "splice") == []
    assert _found(f"exact f ({word} x)", "splice") == []
    assert _found(f"theorem t : A := by\n  {word} x", "file") == []


@pytest.mark.parametrize("prefix", ["register_", "declare_", "builtin_", "run_"])
def test_unknown_command_of_a_family_is_refused(prefix: str) -> None:
    for place in PLACES:
        assert "runs_code" in _found(place.format(prefix + "zzz"), "file"), place


@pytest.mark.parametrize("kind", ["attributes", "options", "deriving"])
def test_what_is_allowed_by_name(kind: str, tables: dict[str, Any]) -> None:
    texts = {
        "attributes": "@[{}] def x := 1",
        "options": "set_option {} 1",
        "deriving": "deriving instance {} for X",
    }
    allowed = [name for name in tables[kind] if not _found(texts[kind].format(name), "file")]
    listed = TABLE[kind].split()
    if kind == "options":
        families = tuple(TABLE["option_families"].split())
        refused = TABLE["refused_of_families"].split()
        assert set(refused) <= set(tables[kind]) and not any(name.startswith(families) for name in listed)
        listed += [name for name in tables[kind] if name.startswith(families) and name not in refused]
    assert allowed == sorted(listed)
    assert len(tables[kind]) > len(allowed)


def test_no_command_begins_behind_what_asks_for_more(toolchain: Toolchain, tmp_path: Path) -> None:
    """Lean finds a syntax error wherever a command stands behind a word of ASKS_FOR_MORE, or of
    TACTICS_ASK_FOR_MORE where a tactic can stand."""
    before_tactic = (
        "theorem t{} : True := by",
        "theorem t{} (h : True) : True := by intros; skip;",
        "theorem t{} (h : True) : True := by skip <;>",
        "theorem t{} (h : True) : True := by\n ·",
    )
    before = (
        "theorem t{} : True := True.intro",
        "theorem t{} : True := by exact True.intro",
        "theorem t{} (h : True) : True := by simp",
        "theorem t{} (h : True) : True := by intros; skip;",
        "theorem t{} (h : True) : True := by skip <;>",
        "theorem t{} (h : True) : True := by rw [h] at",
        "theorem t{} (h : True) : True := fun x =>",
        "open Nat",
        "variable",
        "structure S{} where",
        "attribute [simp] True.intro",
        "universe u{}",
        "",
    )
    texts, line = [HEADER], HEADER.count("\n") + 1
    starts: list[tuple[int, str]] = []
    for word, templates in (
        *((word, before) for word in sorted(ASKS_FOR_MORE)),
        *((word, before_tactic) for word in sorted(TACTICS_ASK_FOR_MORE)),
    ):
        for number, template in enumerate(templates):
            text = f"{template.format(f'{len(starts)}_{number}')} {word} section\nend\n"
            starts.append((line, f"{template} {word}"))
            texts.append(text)
            line += text.count("\n")
    file = tmp_path / "Candidate.lean"
    file.write_text("".join(texts), "utf-8")
    done = run_lean(
        shared_library(), ["--json", "-DmaxErrors=0", str(file)], search_path=toolchain.search_path
    )
    messages = [json.loads(row) for row in done.stdout.splitlines() if row.startswith("{")]
    errors = {message["pos"]["line"] for message in messages if message["severity"] == "error"}
    assert len(messages) > 100
    ends = [start for start, _ in starts[1:]] + [line]
    assert [
        what for (start, what), end in zip(starts, ends, strict=True) if errors.isdisjoint(range(start, end))
    ] == []
