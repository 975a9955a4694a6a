"""Names: text form and tuples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import DataError
from harness.lean.olean import Name, name_str, parse_name
from harness.lean.olean.names import MAX_NUMBER

NAMES = st.lists(st.one_of(st.text(max_size=8), st.integers(0, MAX_NUMBER - 1)), max_size=5).map(tuple)
TRICKY = st.lists(
    st.sampled_from(
        ["a", "a.b", "1", 1, "«", "»", "«a»", "", ".", "\n", "\\u{61}", "é", "e\u0301", "[anonymous]"]
    ),
    max_size=4,
).map(tuple)


@given(st.one_of(NAMES, TRICKY))
def test_text_is_one_line_and_parses_back(name: Name) -> None:
    text = name_str(name)
    assert text.isprintable()
    assert parse_name(text) == name


@given(st.one_of(NAMES, TRICKY), st.one_of(NAMES, TRICKY))
def test_different_names_have_different_text(one: Name, other: Name) -> None:
    assert (name_str(one) == name_str(other)) == (one == other)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (("Nat", "add_comm'"), "Nat.add_comm'"),
        (("α", "x₁"), "α.x₁"),
        (("a.b",), "«a.b»"),
        (("a", "b"), "a.b"),
        (("a", "1"), "a.«1»"),
        (("a", 1), "a.1"),
        (("_private", "M", 0, "f"), "_private.M.0.f"),
        (("x", "_@", "M", 12, "_hyg", 3), "x.«_@».M.12._hyg.3"),
        (("a\u202eb",), "«a\\u{202e}b»"),
        ((), "[anonymous]"),
    ],
)
def test_text_of_known_names(name: Name, text: str) -> None:
    assert name_str(name) == text
    assert parse_name(text) == name


@pytest.mark.parametrize(
    "text", ["", ".", "a.", ".a", "a..b", "«a", "a»", "«a»b", "«\\u{110000}»", "«\\u{zz}»"]
)
def test_text_that_is_no_name(text: str) -> None:
    with pytest.raises(DataError, match="no Lean name"):
        parse_name(text)


@pytest.mark.parametrize("digits", [str(MAX_NUMBER), "9" * 25, "9" * 5000, "0" * 5000 + "1"])
def test_a_number_that_no_name_has(digits: str) -> None:
    """Python itself refuses to read, and to write, a number of over 4,300 digits."""
    for text in (digits, f"a.{digits}", f"{digits}.b"):
        with pytest.raises(DataError, match="below 2\\^64"):
            parse_name(text)
    assert parse_name(f"a.{MAX_NUMBER - 1}") == ("a", MAX_NUMBER - 1)
    assert parse_name(f"a.«{digits}»") == ("a", digits)
