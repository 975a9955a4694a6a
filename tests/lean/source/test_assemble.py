"""Assembling of problem and candidate: where the candidate goes, how it is indented, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import BadCandidateError, CandidateError, NoCodeError
from harness.lean.source import MAX_CANDIDATE_BYTES, assemble, decode_candidate
from harness.problem import Problem

HEADER = "import A\n\nopen B\n\n"


def _problem(statement: str, header: str = HEADER) -> Problem:
    return Problem("goal", "test", statement, header)


TACTIC_BODIES = {
    "plain": ("rfl", "  rfl"),
    "two lines": ("simp\nomega", "  simp\n  omega"),
    "indented": ("    simp\n    omega", "  simp\n  omega"),
    "first line stripped": ("simp\n  omega", "  simp\n  omega"),
    "stripped before a deeper line": (
        "have h : a := by\n    simp\n  omega",
        "  have h : a := by\n    simp\n  omega",
    ),
    "alternatives": ("cases n with\n  | a => x\n  | b => y", "  cases n with\n    | a => x\n    | b => y"),
    "going on": ("exact f\n  x", "  exact f\n    x"),
    "by": ("by\n  simp\n  omega", "\n  simp\n  omega"),
    "by on the line": ("by simp\n   omega", "  simp\n  omega"),
    "assign by": (":= by\n  simp", "\n  simp"),
    "comment first": ("-- c\nsimp\n-- d\nomega", "  -- c\n  simp\n  -- d\n  omega"),
    "string over lines": ('f "a\n b"\nomega', '  f "a\n b"\n  omega'),
    "comment over lines": ("/- a\nb -/ simp\n     omega", "\n  simp\n  omega"),
}


@pytest.mark.parametrize(
    "statement", ["theorem goal : A := by", "theorem goal : A := by\n  sorry", "theorem goal : A :=by\n"]
)
@pytest.mark.parametrize("body", TACTIC_BODIES)
def test_tactics_stand_in_one_column(statement: str, body: str) -> None:
    given_text, expected = TACTIC_BODIES[body]
    assembled = assemble(_problem(statement), given_text)
    assert assembled.mode == "splice"
    assert assembled.text == f"{HEADER}theorem goal : A := by\n{expected}\n"


@pytest.mark.parametrize(
    "statement", ["theorem goal : A :=", "theorem goal : A := sorry", "theorem goal : A"]
)
@pytest.mark.parametrize(
    ("body", "opening", "expected"),
    [
        ("rfl", ":=", "  rfl"),
        (":= rfl", ":=", "  rfl"),
        ("fun x =>\n  f x", ":=", "  fun x =>\n    f x"),
        ("by simp", ":= by", "  simp"),
        (":= by\n  simp", ":= by", "\n  simp"),
    ],
)
def test_terms_keep_their_layout(statement: str, body: str, opening: str, expected: str) -> None:
    assert assemble(_problem(statement), body).text == f"{HEADER}theorem goal : A {opening}\n{expected}\n"


def test_equations_need_no_assignment() -> None:
    text = assemble(_problem("theorem goal : (n : Nat) → P n :="), "| 0 => a\n| n + 1 => b").text
    assert text == f"{HEADER}theorem goal : (n : Nat) → P n\n  | 0 => a\n  | n + 1 => b\n"


def test_statement_with_definitions_before_it_stays_whole() -> None:
    statement = "abbrev answer : Nat := 3\n\ntheorem goal : answer = 3 := by"
    assert assemble(_problem(statement), "rfl").text == f"{HEADER}{statement}\n  rfl\n"


@pytest.mark.parametrize(
    "candidate",
    [
        "theorem goal : A := by\n  simp",
        "lemma goal : A := by\n  simp",
        "import Mathlib\n\nopen B\n\ntheorem goal : A := by\n  simp",
        "theorem h : B := rfl\n\ntheorem «goal» : A := h",
    ],
)
def test_file_is_known_by_the_theorem(candidate: str) -> None:
    assert assemble(_problem("theorem goal : A := by"), candidate).mode == "file"


@pytest.mark.parametrize(
    "candidate", ["-- theorem goal\nsimp", "theorem goals : B := rfl", "exact theorem_goal"]
)
def test_other_texts_are_bodies(candidate: str) -> None:
    assert assemble(_problem("theorem goal : A := by"), candidate).mode == "splice"


def test_file_loses_imports_and_repeated_header() -> None:
    assembled = assemble(_problem("theorem goal : A := by"), "import A\nopen B\nlemma goal : A := rfl\n")
    assert assembled.text.split() == [*HEADER.split(), *["theorem", "goal", ":", "A", ":=", "rfl"]]


def test_file_keeps_other_opens() -> None:
    assert (
        "open C"
        in assemble(_problem("theorem goal : A := by"), "import A\nopen C\nlemma goal : A := rfl").text
    )


@pytest.mark.parametrize(
    "candidate",
    [
        "exact here",
        "by\n  exact here",
        ":= by\n\n  skip\n  exact here",
        "import A\n\n-- c\ntheorem goal : A :=\n here",
    ],
)
def test_lines_can_be_mapped_back(candidate: str) -> None:
    assembled = assemble(_problem("theorem goal : A := by"), candidate)
    own = next(n for n, line in enumerate(candidate.split("\n"), 1) if "here" in line)
    whole = next(n for n, line in enumerate(assembled.text.split("\n"), 1) if "here" in line)
    assert whole - assembled.candidate_start_line + 1 == own
    assert assembled.candidate.split("\n")[own - 1].strip() == candidate.split("\n")[own - 1].strip()
    assert assembled.text.endswith(assembled.candidate)


@pytest.mark.parametrize("candidate", ["", " \n\t", "-- rfl", "/- rfl -/", "by", ":= by\n", ":="])
def test_nothing_to_check_is_said(candidate: str) -> None:
    with pytest.raises(NoCodeError):
        assemble(_problem("theorem goal : A := by"), candidate)


@pytest.mark.parametrize(
    "candidate", ["rfl\0", "rfl \ud800", "a" * (MAX_CANDIDATE_BYTES + 1), "é" * (MAX_CANDIDATE_BYTES - 1)]
)
def test_bad_text_is_refused(candidate: str) -> None:
    with pytest.raises(BadCandidateError):
        assemble(_problem("theorem goal : A := by"), candidate)


def test_long_candidate_within_the_limit_is_taken() -> None:
    assert assemble(_problem("theorem goal : A := by"), "a" * MAX_CANDIDATE_BYTES).mode == "splice"


def test_bytes_are_decoded() -> None:
    assert decode_candidate("\ufeffα\r\nβ".encode()) == "α\nβ"
    for data in (b"\xff", b"a\xc3", b"\xed\xa0\x80", b"a" * (MAX_CANDIDATE_BYTES + 1)):
        with pytest.raises(BadCandidateError):
            decode_candidate(data)


@given(
    st.text(),
    st.sampled_from(["theorem goal : A := by", "theorem goal : A :=", ""]),
    st.sampled_from(["auto", "splice", "file"]),
)
def test_any_text_is_assembled_or_refused(candidate: str, statement: str, mode: str) -> None:
    try:
        assembled = assemble(_problem(statement), candidate, mode=mode)  # type: ignore[arg-type]
    except CandidateError as error:
        assert error.reason
    else:
        assert assembled.text.endswith(assembled.candidate)


@pytest.mark.parametrize("end", ["\r\n", "\r\r\n"])
def test_line_ends_are_those_that_lean_reads(end: str) -> None:
    candidate = f'theorem goal : a := by{end}  exact f "b\\{end}  c"{end}'
    assembled = assemble(_problem("theorem goal : a := by"), candidate)
    assert assembled.text == HEADER + 'theorem goal : a := by\n  exact f "b\\\n  c"\n'


@pytest.mark.parametrize("first", ['"a\nb"', 'f r"a\nb"', "'\"a\nb", "«a\nb»"])
def test_a_first_line_that_ends_inside_a_token_can_be_laid_out(first: str) -> None:
    problem = Problem("goal", "test", "theorem goal : A := by", "import A\n\n")
    assert assemble(problem, f"{first}\n   simp\n").mode == "splice"
