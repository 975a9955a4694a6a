"""A LeanDojo benchmark folder over a small repository, with its theorems judged in a Lake workspace."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import lake_shaped
import pytest

from harness.bench import Bench, find_bench
from harness.bench._leandojo import load_leandojo
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import ProcessEngine
from harness.checker.replay.find import find_replayer
from harness.errors import DataError, DataUnavailableError
from harness.lean.toolchain import Toolchain
from harness.lean.workspace import LakeWorkspace
from harness.lint import LintKind, LintPart, lint_bench
from harness.sandbox import Limits
from harness.sandbox.bubblewrap import Bubblewrap

COMMIT = "0123456789abcdef0123456789abcdef01234567"
SOURCE = """prelude
import Embedded.Arith

/-! Sums — a file of a small repository. -/

def double (n : Nat) : Nat := n + n

theorem double_zero : double 0 = 0 := rfl

namespace Sums

variable (n : Nat)

@[simp] theorem double_eq : double n = 2 * n := by
  simp [double]
  omega

/-- Doubling is monotone: ∀ a ≤ b. -/
@[simp] protected theorem mono {a b : Nat} (h : a ≤ b) :
    double a ≤ double b := by
  simp
  omega

private theorem hidden : double 1 = 2 := rfl

end Sums

theorem Sums.false_of_two (n : Nat) (h : double n = 1) : False
  | _ => by simp at h; omega
"""
ENTRIES = [
    ("double_zero", "train"),
    ("Sums.double_eq", "val"),
    ("Sums.mono", "test"),
    ("Sums.hidden", "test"),
]


def entry(name: str, **more: Any) -> dict[str, Any]:
    """What LeanDojo records of a theorem: its place begins at the keyword."""
    at = SOURCE.index(f"theorem {name.removeprefix('Sums.')}")
    end = SOURCE.find("\n\n", at)
    return {
        "url": "https://example.org/sums",
        "commit": COMMIT,
        "file_path": "Sums/Basic.lean",
        "full_name": name,
        "start": place(at),
        "end": place(end),
        "traced_tactics": [{"tactic": "simp", "state_before": "", "state_after": ""}],
        **more,
    }


def place(at: int) -> list[int]:
    line = SOURCE.count("\n", 0, at)
    return [line + 1, at - (SOURCE.rfind("\n", 0, at) + 1) + 1]


def write(folder: Path, entries: dict[str, list[dict[str, Any]]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for split in ("train", "val", "test"):
        (folder / f"{split}.json").write_text(json.dumps(entries.get(split, [])), "utf-8")
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The repository's texts, at the commit."""
    folder = tmp_path / "sums"
    (folder / "Sums").mkdir(parents=True)
    (folder / "Sums" / "Basic.lean").write_text(SOURCE, "utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text(f"{COMMIT}\n")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    entries: dict[str, list[dict[str, Any]]] = {}
    for name, split in ENTRIES:
        entries.setdefault(split, []).append(entry(name))
    write(tmp_path / "benchmark" / "random", entries)
    return tmp_path / "benchmark"


def test_theorems_become_problems(folder: Path, repository: Path) -> None:
    bench = load_leandojo(folder, repository)
    assert [(problem.name, problem.split) for problem in bench.problems] == [
        ("Sums.double_eq", "val"),
        ("Sums.mono", "test"),
    ]
    assert (bench.lean, bench.default_split) == ("lake", "test")
    assert "1 (private)" in bench.description
    problem = bench.problem("Sums.mono")
    assert problem.formal_statement == (
        "theorem mono {a b : Nat} (h : a ≤ b) :\n    double a ≤ double b := by\n"
    )
    assert problem.header == SOURCE[: SOURCE.index("/-- Doubling")]
    assert problem.informal_prefix == "/-- Doubling is monotone: ∀ a ≤ b. -/\n"
    assert problem.metadata["commit"] == COMMIT
    assert problem.metadata["human_tactics"] == 1


def test_one_split_by_its_file(folder: Path, repository: Path) -> None:
    bench = load_leandojo(folder / "random" / "train.json", repository)
    assert [(problem.name, problem.split) for problem in bench.problems] == [("double_zero", "train")]


def test_found_by_name(folder: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"leandojo:{folder}"
    with pytest.raises(DataUnavailableError, match="--lean-workspace DIR"):
        find_bench(name)
    given = find_bench(name, workspace=repository)
    monkeypatch.setenv("PROVER_EVAL_LEAN_WORKSPACE", str(repository))
    assert find_bench(name) == given
    assert find_bench(given.name) == given
    monkeypatch.delenv("PROVER_EVAL_LEAN_WORKSPACE")
    (folder / "random" / "sources").symlink_to(repository)
    assert find_bench(name).problems == given.problems


def test_the_repository_as_a_package(folder: Path, repository: Path, tmp_path: Path) -> None:
    package = tmp_path / "workspace" / ".lake" / "packages" / "sums"
    package.parent.mkdir(parents=True)
    repository.rename(package)
    assert len(load_leandojo(folder, tmp_path / "workspace").problems) == 2


def test_another_commit_is_refused(folder: Path, repository: Path) -> None:
    (repository / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    assert load_leandojo(folder, repository)
    (repository / ".git" / "refs" / "heads").mkdir(parents=True)
    (repository / ".git" / "refs" / "heads" / "main").write_text("f" * 40 + "\n")
    with pytest.raises(DataError, match=f"git checkout {COMMIT}"):
        load_leandojo(folder, repository)


def test_moved_text_is_refused(folder: Path, repository: Path) -> None:
    path = repository / "Sums" / "Basic.lean"
    path.write_text("\n\n\n\n\n\n" + SOURCE, "utf-8")
    with pytest.raises(DataError, match=r"no theorem Sums\.double_eq at"):
        load_leandojo(folder, repository)
    path.write_text("prelude\n", "utf-8")
    with pytest.raises(DataError, match="has no place"):
        load_leandojo(folder, repository)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"file_path": "../secret.lean"}, "without `..`"),
        ({"file_path": "/etc/passwd"}, "below the repository"),
        ({"file_path": "Sums/Other.lean"}, "neither in"),
        ({"file_path": 3}, "must be text"),
        ({"start": [1]}, "line, column"),
        ({"start": [True, 1]}, "line, column"),
        ({"end": [10**9, 1]}, "has no place"),
        ({"full_name": "Sums.other"}, r"no theorem Sums\.other"),
    ],
)
def test_wrong_entries_are_named(
    tmp_path: Path, repository: Path, more: dict[str, Any], message: str
) -> None:
    write(tmp_path / "wrong", {"test": [entry("Sums.mono"), entry("Sums.double_eq", **more)]})
    with pytest.raises(DataError, match=message) as caught:
        load_leandojo(tmp_path / "wrong", repository)
    assert "entry 2" in str(caught.value)


@pytest.mark.parametrize("text", ["", "{}", "[3]", "[" * 100_000, "[]"])
def test_broken_files_are_named(tmp_path: Path, repository: Path, text: str) -> None:
    folder = write(tmp_path / "wrong", {})
    (folder / "test.json").write_text(text)
    with pytest.raises(DataError):
        load_leandojo(folder, repository)


def test_no_benchmark_folder(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no LeanDojo benchmark"):
        find_bench(f"leandojo:{tmp_path}")


def test_a_link_that_leaves_the_repository(tmp_path: Path, repository: Path) -> None:
    secret = tmp_path / "secret.lean"
    secret.write_text(SOURCE, "utf-8")
    (repository / "Sums" / "Link.lean").symlink_to(secret)
    folder = write(tmp_path / "wrong", {"test": [entry("Sums.mono", file_path="Sums/Link.lean")]})
    with pytest.raises(DataError, match="leaves"):
        load_leandojo(folder, repository)


def test_judged_in_a_workspace(
    folder: Path, repository: Path, tmp_path: Path, toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proof is proved, a false one, `sorry` and one of another theorem aren't."""
    lake_shaped.make_elan(tmp_path / "elan", toolchain)
    monkeypatch.setenv("ELAN_HOME", str(tmp_path / "elan"))
    lake_shaped.make_workspace(repository, toolchain)
    bench = load_leandojo(folder, repository)
    statuses = asyncio.run(judged(bench, LakeWorkspace(repository).prepare(("Embedded.Arith",)), tmp_path))
    assert statuses == ["proved", "proved", "rejected", "rejected", "rejected", "rejected"]


async def judged(bench: Bench, toolchain: Toolchain, tmp_path: Path) -> list[str]:
    replayer = find_replayer(toolchain, Bubblewrap(), "auto")
    settings = CheckSettings(Limits())
    checker = Checker(
        toolchain, ProcessEngine(toolchain, Bubblewrap()), settings, tmp_path / "cache", replayer
    )
    cases = [
        ("Sums.mono", "  simp\n  omega\n"),
        ("Sums.double_eq", "  simp [double]\n  omega\n"),
        ("Sums.mono", "  simp\n"),
        ("Sums.mono", "  sorry\n"),
        ("Sums.mono", "  exact Sums.mono h\n"),
        ("Sums.double_eq", "  exact Sums.double_eq n\n"),
    ]
    try:
        report = await lint_bench(
            bench, checker.check, compiled=checker.references.get, skip={LintPart.ONE_WORD}
        )
        assert {finding.kind for finding in report.findings} == {LintKind.OPEN}, report.findings
        verdicts = [await checker.check(bench.problem(name), proof) for name, proof in cases]
        assert all(verdict.decided for verdict in verdicts)
        return [str(verdict.status) for verdict in verdicts]
    finally:
        await checker.close()
