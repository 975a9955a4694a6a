"""Tactics, simp rules and decisions in the data folders: a true text passes, its false twin fails.

A data file is a list of cases; `-- good NAME` and `-- bad NAME` head a case of one or more Lean commands.
All good cases of a file go through one Lean process, all bad ones through another.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
FILES = sorted(path for folder in ("tactics", "simp", "decide") for path in (HERE / folder).glob("*.lean"))
CASE = re.compile(r"^-- (?P<kind>good|bad) (?P<name>.+)$", re.MULTILINE)
# A twin that can't be parsed or names what isn't there would fail for the wrong reason.
BROKEN = re.compile(
    r"unexpected token|unknown constant|\(kernel\)|elaboration function|has not been implemented",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Case:
    """One text of a data file and the lines (from 1) that it takes in the batch."""

    name: str
    text: str


def cases(path: Path, kind: str) -> list[Case]:
    """The cases of one kind, in order."""
    found = re.split(CASE.pattern, path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    triples = zip(found[::3], found[1::3], found[2::3], strict=True)
    return [Case(name.strip(), text.strip("\n") + "\n") for this, name, text in triples if this == kind]


def errors_by_case(
    run: Callable[..., Any], header: str, batch: list[Case]
) -> tuple[Any, dict[str, list[str]]]:
    """Check a batch in one process; returns the run and the errors of each case."""
    starts, text = [], header
    for case in batch:
        starts.append(text.count("\n") + 1)
        text += case.text
    # Lean stops at 100 errors otherwise, and later cases would look as if they passed.
    run_ = run(text, "-DmaxErrors=0")
    errors: dict[str, list[str]] = {case.name: [] for case in batch}
    for line, texts in run_.by_line("error").items():
        index = max(i for i, start in enumerate(starts) if start <= line)
        errors[batch[index].name] += texts
    return run_, errors


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_good_cases_pass(path: Path, lean_run: Callable[..., Any], base_header: str) -> None:
    batch = cases(path, "good")
    run, errors = errors_by_case(lean_run, base_header, batch)
    assert {name: texts for name, texts in errors.items() if texts} == {}
    assert [m for m in run.messages if "sorry" in m["data"]] == []
    assert run.exit_code == 0


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_bad_cases_fail_with_a_message(path: Path, lean_run: Callable[..., Any], base_header: str) -> None:
    batch = cases(path, "bad")
    run, errors = errors_by_case(lean_run, base_header, batch)
    assert [name for name, texts in errors.items() if not any(text.strip() for text in texts)] == []
    assert {name: texts for name, texts in errors.items() if any(map(BROKEN.search, texts))} == {}
    assert run.exit_code == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_each_case_has_its_twin(path: Path) -> None:
    good, bad = ([case.name for case in cases(path, kind)] for kind in ("good", "bad"))
    assert len(good) == len(set(good)) > 0
    assert len(bad) == len(set(bad))
    assert set(good) == set(bad)
