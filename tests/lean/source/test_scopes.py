"""What theorems are called in full: namespaces, sections, and headers that end inside one."""

from __future__ import annotations

import pytest

from harness.lean.source import assemble
from harness.lean.source.commands import source_of
from harness.lean.source.scopes import declared_theorems, open_scopes
from harness.problem import Problem


def full_names(text: str, outer: tuple[str, ...] = ()) -> list[str]:
    return [theorem.full for theorem in declared_theorems(source_of(text), outer)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("theorem a : A := x", ["a"]),
        ("namespace N\ntheorem a : A := x\nend N\nlemma b : B := y", ["N.a", "b"]),
        ("namespace N.M\ntheorem a : A := x\nend M\ntheorem b : B := y\nend N\ntheorem c : C := z", None),
        ("namespace N\nsection\ntheorem a : A := x\nend\ntheorem b : B := y", ["N.a", "N.b"]),
        ("namespace N\nsection S\nend S\ntheorem M.a : A := x", ["N.M.a"]),
        ("namespace N\nnoncomputable section\nopen M\ntheorem a : A := x\nend\nend N", ["N.a"]),
        ("section\nvariable (n : Nat)\nnamespace N\nend N\ntheorem a : A := x", ["a"]),
        ("namespace N\nmutual\ntheorem a : A := x\nend\ntheorem b : B := y", ["N.a", "N.b"]),
        ("namespace N\ntheorem _root_.a : A := x", ["a"]),
        ("namespace «odd name»\ntheorem «a» : A := x", ["odd name.a"]),
        ("-- namespace N\n/- namespace M -/\ntheorem a : A := x", ["a"]),
        ("end N\nend\ntheorem a : A := x", ["a"]),
        ("namespace\ntheorem a : A := x", ["a"]),
    ],
)
def test_names_in_full(text: str, names: list[str] | None) -> None:
    assert full_names(text) == (names or ["N.M.a", "N.b", "c"])


def test_what_is_open_before_the_text() -> None:
    header = "import A\nnamespace N\nsection\nnamespace M.K\nend K\n"
    assert open_scopes(source_of(header)) == ("N", "", "M")
    assert full_names("theorem a : A := x\nend M\nend\nlemma b : B := y", ("N", "", "M")) == ["N.M.a", "N.b"]
    (found,) = declared_theorems(source_of("lemma a : A"), ("N",))
    assert (found.full, found.is_called("N.a"), found.would_be_called("a")) == ("N.a", True, True)
    assert not found.is_called("a") and not found.would_be_called("N.a")


HEADER = "import A\n\nnamespace N\n\nvariable (n : Nat)\n\n"


@pytest.mark.parametrize(
    ("candidate", "kept"),
    [
        ("theorem goal : A := x", "theorem goal : A := x"),
        ("lemma N.goal : A := x", "theorem _root_.N.goal : A := x"),
        ("theorem _root_.N.goal : A := x", "theorem _root_.N.goal : A := x"),
        ("namespace N\ntheorem goal : A := x\nend N", "namespace N\ntheorem _root_.N.goal : A := x\nend N"),
        (
            "namespace N\ntheorem h : B := y\nlemma goal : A := x\nend N",
            "namespace N\ntheorem h : B := y\ntheorem _root_.N.goal : A := x\nend N",
        ),
        # In another namespace it is another theorem.
        ("namespace M\ntheorem goal : A := x\nend M", "namespace M\ntheorem goal : A := x\nend M"),
        ("theorem M.goal : A := x\ntheorem goal : B := y", "theorem M.goal : A := x\ntheorem goal : B := y"),
    ],
)
def test_whole_files_behind_a_namespace(candidate: str, kept: str) -> None:
    assembled = assemble(Problem("N.goal", "test", "theorem goal : A := by", HEADER), candidate)
    assert (assembled.mode, assembled.text) == ("file", HEADER + kept)


def test_a_repeated_header_is_still_taken_off() -> None:
    problem = Problem("N.goal", "test", "theorem goal : A := by", HEADER)
    assembled = assemble(problem, f"{HEADER}theorem goal : A := x\n\nend N\n")
    assert assembled.text.split() == f"{HEADER}theorem goal : A := x".split()


@pytest.mark.parametrize(
    ("behind", "kept"),
    [
        ("end N\n", "\n"),
        ("end N.M", "end N.M"),
        ("end M\nend N\n", "end M\nend N\n"),
        ("section\nend\nend N", "section\nend\n"),
        ("end N\ntheorem h : B := y", "end N\ntheorem h : B := y"),
    ],
)
def test_the_end_of_the_headers_namespace(behind: str, kept: str) -> None:
    problem = Problem("N.goal", "test", "theorem goal : A := by", HEADER)
    text = assemble(problem, f"theorem goal : A := x\n{behind}").text
    assert text.split() == f"{HEADER}theorem goal : A := x\n{kept}".split()


def test_names_without_a_namespace_are_exact() -> None:
    problem = Problem("goal", "test", "theorem goal : A := by", "import A\n")
    assert assemble(problem, "theorem N.goal : B := x").mode == "splice"
    assert assemble(problem, "namespace N\ntheorem goal : A := x\nend N").text.endswith(
        "theorem goal : A := x\nend N"
    )
