"""Every compiled function that the library links to is in the wheel's library."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.errors import LeanUnavailableError
from harness.lean.embedded import shared_library, sources
from harness.lean.linkage import Link, links, mangle, missing_symbols
from harness.resources import data_folder

COMMENT = re.compile(r"/-.*?-/|--[^\n]*", re.DOTALL)


def library_files() -> list[Path]:
    return list(sources(data_folder("lean_workspace") / "embedded").values())


def test_nothing_is_missing() -> None:
    assert missing_symbols(shared_library(), library_files()) == []


def test_every_extern_is_seen() -> None:
    for path in library_files():
        text = path.read_text("utf-8")
        assert len(list(links(text))) == COMMENT.sub(" ", text).count('extern "'), path


def test_made_up_names_are_reported(tmp_path: Path) -> None:
    source = tmp_path / "Made.lean"
    source.write_text(
        "prelude\n"
        '/- @[extern "linked"] opaque Not.this -/\n'
        '-- @[extern "linked"] opaque Nor.that\n'
        "namespace Lean\n"
        '@[tactic_parser 1000, extern "linked"] opaque Parser.Tactic.intro : Nat\n'
        '@[tactic_parser 1000, extern "linked"] opaque Parser.Tactic.conjure : Nat\n'
        'section\n@[extern "linked"] opaque «term_☃_» : Nat\nend\n'
        "end Lean\n"
        '@[extern "lean_nat_gcd"] protected def Nat.gcd : Nat := 0\n'
        '@[extern "lean_nat_add"] protected def Nat.add : Nat := 0\n'
        '@[extern "lean_nat_weave"] def Nat.weave : Nat := 0\n'
        'attribute [extern "lean_nat_spindle"] Nat.spindle\n',
        "utf-8",
    )
    assert missing_symbols(shared_library(), [source]) == [
        "l_Lean_Parser_Tactic_conjure",
        "l_Lean_term___u2603__",
        "lean_nat_weave",
        "lean_nat_spindle",
    ]


def test_namespaces_and_attributes() -> None:
    text = 'namespace A.B\n@[reducible, extern "linked"] def c : Nat := 0\nend A.B\n'
    text += 'attribute [extern "lean_x"] d'
    assert list(links(text)) == [Link("A.B.c", "linked"), Link("d", "lean_x")]


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("Nat.add", "l_Nat_add"),
        ("«term_=_»", "l_term___x3d__"),
        ("Lean.Parser.Tactic.«tactic_<;>_»", "l_Lean_Parser_Tactic_tactic___x3c_x3b_x3e__"),
        ("«term_≤_»", "l_term___u2264__"),
        ("«term𝔹»", "l_term_U0001d539"),
    ],
)
def test_mangling(name: str, symbol: str) -> None:
    assert mangle(name) == symbol


def test_a_library_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "libleanshared.so").write_bytes(b"no library")
    with pytest.raises(LeanUnavailableError, match="reinstall"):
        missing_symbols(tmp_path / "libleanshared.so", [])
