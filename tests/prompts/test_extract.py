"""Extraction of a candidate: one data folder per case, without `expected.lean` where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.prompts.extract import extract

CASES = sorted((Path(__file__).parent / "extract").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_extraction(case: Path) -> None:
    theorem = (case / "theorem.txt").read_text(encoding="utf-8").strip()
    found = extract((case / "text.md").read_text(encoding="utf-8"), theorem)
    expected = case / "expected.lean"
    if expected.exists():
        assert found.candidate == expected.read_text(encoding="utf-8").removesuffix("\n")
        assert found.reason == ""
    else:
        assert found.candidate is None
        assert found.reason


def test_there_are_cases_of_both_kinds() -> None:
    with_code = [case for case in CASES if (case / "expected.lean").exists()]
    assert len(with_code) >= 10 and len(CASES) - len(with_code) >= 5


@given(st.lists(st.sampled_from(["```", "```lean4\n", "<think>", "</think>", "rfl", "\n", " ", "~~~", "a"])))
def test_any_text_gives_code_or_a_reason(pieces: list[str]) -> None:
    found = extract("".join(pieces), "foo")
    assert (found.candidate is None) == bool(found.reason)


@pytest.mark.parametrize("piece", ["<think>", "```lean4\n", "` ", "```a\n~~~b\n", "```a```\n"])
def test_long_texts_without_code_end(piece: str) -> None:
    assert extract(piece * 100_000, "foo").candidate is None
