"""Places of the text that Lean got, as places of the text that somebody wrote."""

from __future__ import annotations

from collections import Counter

import pytest
from corpus import cases

from harness.errors import BadCandidateError, CandidateError
from harness.lean.source import TokenKind, assemble, code_tokens, column, decode_candidate, tokenize
from harness.lean.source.assemble import lean_lines
from harness.lean.source.own_places import OwnPlace, OwnPlaces
from harness.problem import Problem

HEADER = "prelude\nimport A\n\nopen B\n\n"
STATEMENT = "theorem goal (n : Nat) :\n    n = n := by\n"
PROBLEM = Problem("goal", "test", STATEMENT, HEADER)

# Each candidate has the word `here` once; it stands where `here` stands in what Lean gets.
CANDIDATES = {
    "body": "  simp\n  exact here\n",
    "unindented": "simp\nexact here",
    "deep": "      simp\n      exact here",
    "by on its line": "by simp; exact here",
    "assigned": ":= by\n  exact here",
    "assigned on its line": ":= by exact here",
    "file": STATEMENT + "  exact here\n",
    "file with imports": "import A B\nopen B\n\n" + STATEMENT + "  exact here\n",
    "imports on one line": "import A open B theorem goal (n : Nat) : n = n := by exact here",
    "lemma": "lemma goal (n : Nat) :\n    n = n := by exact here",
    "another name": "theorem a_longer_one_than_it (n : Nat) :\n    n = n := by exact here",
    "a shorter name": "theorem g (n : Nat) : n = n := by exact here\n",
    "an example": "example (n : Nat) : n = n := by exact here\n",
    "behind a comment": "/- a\nb -/ simp\n  exact here",
    "behind letters of two bytes": '  have : "ααα" = "β" := by exact here',
    "carriage returns": "  simp\r\n  exact here\r\n",
    "a byte order mark": "\ufeffexact here",
    "namespaced": "namespace N\ntheorem x : 1 = 1 := rfl\nend N\n" + STATEMENT + "  exact here\n",
}


@pytest.mark.parametrize("name", CANDIDATES)
def test_a_word_is_found_again(name: str) -> None:
    own = CANDIDATES[name]
    made = assemble(PROBLEM, own)
    (line, at) = _of("here", made.text)
    text = lean_lines(own.removeprefix("\ufeff"))
    assert OwnPlaces(made, own).of(line, at) == OwnPlace(*_of("here", text))
    assert OwnPlaces(made, own).of(line, at + 4) == OwnPlace(_of("here", text)[0], _of("here", text)[1] + 4)


@pytest.mark.parametrize("name", CANDIDATES)
def test_what_is_said_of_the_statement_is_where_the_candidate_begins(name: str) -> None:
    own = CANDIDATES[name]
    made = assemble(PROBLEM, own)
    place = OwnPlaces(made, own).of(1, 0)
    assert place.before
    text = lean_lines(own.removeprefix("\ufeff"))
    first = next(token for token in tokenize(text) if token.kind is not TokenKind.SPACE)
    assert (place.line, place.column) == (first.line, column(text, first.start))
    assert OwnPlaces(made, own).of(10_000, 3).line == text.count("\n") + 1


def test_every_word_of_the_corpora_is_found_again() -> None:
    """Each token that Lean gets of a candidate stands in the candidate where it is said to stand."""
    found: Counter[bool] = Counter()
    moved = 0
    for corpus in ("proofs", "cheats"):
        for case in cases(corpus, "strict"):
            try:
                own = decode_candidate(case.data)
                made = assemble(case.problem, own)
            except (BadCandidateError, CandidateError):
                continue
            places, lines = OwnPlaces(made, own), lean_lines(own).split("\n")
            for token in code_tokens(tokenize(made.text)):
                if token.line < made.candidate_start_line or "\n" in token.text:
                    continue
                at = column(made.text, token.start)
                place = places.of(token.line, at)
                moved += (place.line, place.column) != (token.line, at)
                same = lines[place.line - 1][place.column :].startswith(token.text)
                # A name or a word of the statement may be another one than the candidate's.
                found[same] += 1
    assert found[True] > 5000 and moved > 5000
    assert found[False] < found[True] / 200


def test_a_very_long_line_takes_no_quadratic_time() -> None:
    own = "exact f " + "x " * 100_000 + "here"
    made = assemble(PROBLEM, own)
    line, at = _of("here", made.text)
    assert OwnPlaces(made, own).of(line, at) == OwnPlace(1, own.index("here"))


def _of(word: str, text: str) -> tuple[int, int]:
    at = text.index(word)
    return text.count("\n", 0, at) + 1, column(text, at)
