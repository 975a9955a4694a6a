"""A bench for Mathlib on the embedded Lean: its header, its name, its record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.bench import embedded_header, find_bench, narrowed
from harness.errors import UsageError

PUBLISHED = (
    "import Mathlib\nimport Aesop\n\n"
    "set_option maxHeartbeats 400000\n\nopen BigOperators Real\n  Nat Topology\n"
)
TASK = "name: published\ndata: rows.jsonl\nlean: lake\ntoolchain: v4.9.0\n"


@pytest.fixture
def folder(make_bench: Callable[..., Path], make_row: Callable[..., dict[str, Any]]) -> Path:
    rows = [
        make_row("one", "1 = 1", header=PUBLISHED, split="valid"),
        make_row("two", "∀ x : ℝ, x = x", header=PUBLISHED, prompt_header="import Mathlib\nopen Real\n"),
        make_row("three", "2 = 2", header="import Mathlib\n"),
    ]
    return make_bench("published", rows=rows, yaml=TASK)


def test_the_header_keeps_all_but_the_imports() -> None:
    header = embedded_header(PUBLISHED)
    assert header.startswith("prelude\nimport Embedded.Number\n")
    assert "Mathlib" not in header and "Aesop" not in header
    assert PUBLISHED.partition("import Aesop\n")[2].strip() in header
    for name in ("BigOperators", "Real", "Nat", "Topology"):
        assert f"namespace {name} end {name}\n" in header
    assert header.rstrip().endswith("set_option autoImplicit false")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("open Nat\n", ["Nat"]),
        (
            "open Filter Set\nopen scoped Topology BigOperators\n",
            ["Filter", "Set", "Topology", "BigOperators"],
        ),
        ("open Real (sqrt)\n", ["Real"]),
        ("open Nat hiding sqrt\n", ["Nat"]),
        ('open Nat\nlocal notation "a" => 1\n', ["Nat"]),
        ("open Nat\nnoncomputable section\n", ["Nat"]),
        ("open Nat in\ndef two : ℕ := 2\n", ["Nat"]),
        ("-- open Real\n/- open Int -/\nopen «odd name» Set.Function\n", ["«odd name»", "Set.Function"]),
        ("open _root_.Nat\n", []),
        ("def f : ℕ := 1\n", []),
    ],
)
def test_opened_namespaces_are_declared(text: str, names: list[str]) -> None:
    lines = embedded_header(f"import Mathlib\n{text}").splitlines()
    assert [line for line in lines if line.startswith("namespace ")] == [
        f"namespace {name} end {name}" for name in names
    ]


def test_a_part_has_the_statements_verbatim(folder: Path) -> None:
    whole = find_bench("published", [folder])
    part = find_bench("published", [folder], lean="embedded")
    assert part == find_bench("published@embedded", [folder])
    assert (part.name, part.lean, part.toolchain, part.sha256) == (
        "published@embedded",
        "embedded",
        None,
        whole.sha256,
    )
    assert [p.formal_statement for p in part.problems] == [p.formal_statement for p in whole.problems]
    assert "Mathlib" not in "".join(p.header + p.as_shown().header for p in part.problems)
    assert find_bench("published", [folder], lean="lake") == whole


def test_nothing_is_chosen_before_lean_was_asked(folder: Path) -> None:
    part = find_bench("published@embedded", [folder])
    with pytest.raises(UsageError, match="--lean embedded"):
        part.select()
    chosen = narrowed(part, ["one", "three"])
    assert [problem.name for problem in chosen.select("all")] == ["one", "three"]
    assert [problem.name for problem in chosen.select()] == ["three"]
    assert chosen.subset is not None
    record = chosen.subset.record(chosen.problems)
    assert (record["of"], record["of_problems"], record["problems"]) == ("published", 3, 2)
    fewer = narrowed(part, ["one"])
    assert fewer.subset is not None
    assert fewer.subset.record(fewer.problems)["names_sha256"] != record["names_sha256"]
    assert [problem.name for problem in fewer.select()] == ["one"], "the default split has no problem left"
    with pytest.raises(UsageError, match="no statement of published compiles"):
        narrowed(part, [])


def test_what_has_no_part(folder: Path, make_bench: Callable[..., Path]) -> None:
    own = make_bench("own", name="own")
    assert find_bench("own", [own], lean="embedded") == find_bench("own", [own])
    assert find_bench("own@embedded", [own]).subset is None
    with pytest.raises(UsageError, match="written for the embedded Lean"):
        find_bench("own", [own], lean="lake")
    with pytest.raises(UsageError, match="published@embedded is the part"):
        find_bench("published@embedded", [folder], lean="lake")
