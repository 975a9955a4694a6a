"""The library proves what it says: no sorry, no axioms of its own, lemmas under their official names."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.lean.embedded import sources
from harness.resources import data_folder

STANDARD = {"propext", "Classical.choice", "Quot.sound"}
# What the compiler needs declared; `unsafe` keeps them out of every proof. `sorryAx` marks errors.
DECLARED = STANDARD | {"sorryAx", "lcErased", "lcAny", "lcVoid", "lcProof", "lcCast", "lcUnreachable"}
# The header that has the lemmas of a file in names/, and how many there are at least.
LEMMAS = {"lemmas.txt": ("Embedded.Base", 700), "number.txt": ("Embedded.Number", 100)}
COMMENT = re.compile(r"/-.*?-/|--[^\n]*|\"[^\"\n]*\"", re.DOTALL)


def code() -> str:
    """The library's sources without comments and strings."""
    files = sources(data_folder("lean_workspace") / "embedded").values()
    return "\n".join(COMMENT.sub(" ", path.read_text("utf-8")) for path in files)


def test_axioms_are_the_known_ones() -> None:
    assert set(re.findall(r"\baxiom\s+(\S+)", code())) == DECLARED
    assert set(re.findall(r"(?<!unsafe )\baxiom\s+(\S+)", code())) == STANDARD | {"sorryAx"}


def test_no_proof_is_left_out() -> None:
    found = re.findall(
        r"[^\n]*\b(?:sorry|admit|implemented_by|native_decide|skipKernelTC|byAsSorry)\b[^\n]*", code()
    )
    assert found == []


@pytest.mark.parametrize("file", LEMMAS)
def test_lemmas_have_their_names_and_only_standard_axioms(lean_run: Callable[..., Any], file: str) -> None:
    module, count = LEMMAS[file]
    names = (Path(__file__).parent / "names" / file).read_text("utf-8").split()
    text = f"prelude\nimport {module}\n" + "".join(f"#print axioms {name}\n" for name in names)
    run = lean_run(text, "-DmaxErrors=0")
    assert run.errors() == []
    said = run.by_line("information")
    assert len(said) == len(names) >= count
    for [message] in said.values():
        axioms = re.search(r"depends on axioms: \[(.*)\]", message, re.DOTALL)
        assert axioms is None or set(re.split(r",\s*", axioms[1])) <= STANDARD, message


def test_a_renamed_lemma_is_noticed(lean_run: Callable[..., Any], base_header: str) -> None:
    run = lean_run(base_header + "#print axioms Nat.add_commutes\n")
    assert run.exit_code == 1 and "Nat.add_commutes" in run.errors()[0]


def test_sorry_and_axioms_show_themselves(lean_run: Callable[..., Any], base_header: str) -> None:
    text = "theorem left : 1 = 2 := sorry\naxiom cheat : 1 = 2\ntheorem used : 1 = 2 := cheat\n"
    run = lean_run(base_header + text + "#print axioms left\n#print axioms used\n")
    assert [m["kind"] for m in run.messages if m["severity"] == "warning"] == ["hasSorry"]
    assert ["sorryAx" in t or "cheat" in t for [t] in run.by_line("information").values()] == [True, True]
