"""Cutting of Lean files: imports, theorem parts, normal form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.lean.source import normalise, split_theorem, strip_header

FILE = """\
import Mathlib

/-- theorem goal : False -/
lemma helper : 1 = 1 := rfl

/-- The real one. -/
@[simp, local simp] protected theorem goal (x : Nat) (h : let y := x; y = (fun z => z) x) :
    have k := 1; k + x = x + k := by
  simp

#print axioms goal
"""


def test_split_gives_every_part() -> None:
    parts = split_theorem(FILE, "goal")
    assert parts is not None
    assert parts.before.endswith("rfl\n\n")
    assert parts.prefix == "/-- The real one. -/\n@[simp, local simp] protected "
    assert parts.keyword == "theorem"
    assert parts.signature.startswith(" goal (x : Nat)")
    assert parts.signature.rstrip().endswith("k + x = x + k")
    assert parts.body == ":= by\n  simp\n\n"
    assert parts.after == "#print axioms goal\n"


@pytest.mark.parametrize(
    ("text", "signature", "body"),
    [
        ("theorem goal : 1 = 1 := rfl", " goal : 1 = 1 ", ":= rfl"),
        ("lemma goal : A\n  | 0 => rfl\n  | n => x", " goal : A\n  ", "| 0 => rfl\n  | n => x"),
        ("theorem goal : |x| = 1 := by simp", " goal : |x| = 1 ", ":= by simp"),
        ("theorem goal (x := 1) : A := by simp", " goal (x := 1) : A ", ":= by simp"),
        ("theorem «goal» : A where\n  x := 1", " «goal» : A ", "where\n  x := 1"),
        ("theorem goal : A", " goal : A", ""),
    ],
)
def test_split_finds_the_body(text: str, signature: str, body: str) -> None:
    parts = split_theorem(text, "goal")
    assert parts is not None
    assert (parts.signature, parts.body) == (signature, body)


@pytest.mark.parametrize(
    "text", ["", "theorem goals : A := x", "-- theorem goal : A", '"theorem goal"', "goal"]
)
def test_split_finds_nothing_where_there_is_nothing(text: str) -> None:
    assert split_theorem(text, "goal") is None


@given(
    st.lists(
        st.sampled_from(
            ["theorem", " goal", " :=", "\n", " by", " /- ", "-/", "@[", "]", " x", ":", "|", "#eval", " let"]
        )
    )
)
def test_parts_join_to_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    parts = split_theorem(text, "goal")
    if parts is not None:
        joined = parts.before, parts.prefix, parts.keyword, parts.signature, parts.body, parts.after
        assert "".join(joined) == text


@pytest.mark.parametrize(
    ("text", "imports", "rest"),
    [
        ("import A.B\nimport C\nopen D", ["A.B", "C"], "\n\nopen D"),
        ("prelude\nimport A\ntheorem x", ["A"], "\n\ntheorem x"),
        ("/- c -/ import A import B\nx", ["A", "B"], "/- c -/\nx"),
        ("module\npublic import all A\nmeta import B\nx", ["A", "B"], "\n\n\nx"),
        ("open D\nimport A", [], "open D\nimport A"),
        ("-- import A\nx", [], "-- import A\nx"),
        ("public theorem x", [], "public theorem x"),
        ("import", [], "import"),
        ("", [], ""),
    ],
)
def test_header_is_taken_off(text: str, imports: list[str], rest: str) -> None:
    found, left = strip_header(text)
    assert found == imports
    assert "\n".join(line.rstrip() for line in left.split("\n")) == rest
    assert left.count("\n") == text.count("\n")


def test_normal_form_ignores_comments_and_spaces() -> None:
    assert normalise("simp  [a]  -- why\n\n  omega\n") == normalise("simp [a]\n  omega")
    assert normalise("/- a\n b -/ simp") == normalise(" simp")


@pytest.mark.parametrize(
    ("one", "other"),
    [("simp\nomega", "simp\n  omega"), ("a b", "ab"), ('"a  b"', '"a b"'), ("simp", "  simp")],
)
def test_normal_form_keeps_what_lean_reads(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)
