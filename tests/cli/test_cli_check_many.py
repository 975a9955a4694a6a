"""prover-eval check with folders, archives and many files, on real Lean."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

Cli = Callable[..., "subprocess.CompletedProcess[str]"]

HEADER = "prelude\nimport Embedded.Base\n\n"
FILES = {
    "nng_zero_on_both_sides.lean": "  simp\n",
    "sub/whole.lean": HEADER + "theorem nng_sum_is_one (a b : Nat) (h : a + b = 1) : "
    "(a = 0 ∧ b = 1) ∨ (a = 1 ∧ b = 1) := by\n  omega\n",
    "sub/wrong.lean": HEADER
    + "-- wrong\ntheorem nng_zero_on_both_sides (n : Nat) : 0 + n + 0 = n := by\n  exact h\n",
    "sub/.hidden/nng_cantor.lean": "  simp\n",
    "notes.txt": "theorem nng_cantor",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "given" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "given"


def test_a_folder_is_a_table_with_a_line_for_each_file(cli: Cli, folder: Path) -> None:
    done = cli("check", "given", "--bench", "nng")
    assert done.returncode == 1, done.stderr
    table, counts = done.stdout.split("\n\n")
    rows = [line.split() for line in table.splitlines()]
    assert [row[0] for row in rows] == ["proved", "rejected", "rejected"]
    assert "given/nng_zero_on_both_sides.lean  nng_zero_on_both_sides" in table
    assert "given/sub/wrong.lean" in table and "line 6: Unknown identifier `h`" in table
    assert counts.startswith("1 of 3 proved, ")
    assert "1 x `omega` can't be used here" in counts


def test_an_archive_is_read_as_the_folder_is(cli: Cli, folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "given.zip", "w") as archive:
        for name, text in FILES.items():
            archive.writestr(f"top/{name}", text)
    ways = [cli("check", given, "--bench", "nng", "--jsonl") for given in ("given", "given.zip")]
    seen = [
        [
            (row["problem"], row["status"], row["reason"], row["detail"])
            for row in map(json.loads, done.stdout.splitlines())
        ]
        for done in ways
    ]
    assert seen[0] == seen[1] and len(seen[0]) == 3
    assert [done.returncode for done in ways] == [1, 1]
    names = [json.loads(line)["file"] for line in ways[1].stdout.splitlines()]
    assert names[0] == "given.zip/top/nng_zero_on_both_sides.lean"


def test_all_reference_proofs_in_one_command(cli: Cli, tmp_path: Path) -> None:
    from harness.resources import data_folder

    proofs = data_folder("tasks") / "nng" / "proofs"
    done = cli("check", proofs, "--bench", "nng", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, [row for row in rows if row["status"] != "proved"]
    assert len(rows) == len(list(proofs.glob("*.lean"))) == 150
    assert all(Path(row["file"]).stem == row["problem"] for row in rows)


def test_a_file_with_two_of_the_theorems_is_judged_for_both(cli: Cli, tmp_path: Path) -> None:
    text = (
        HEADER + "theorem nng_zero_on_both_sides (n : Nat) : 0 + n + 0 = n := by\n  simp\n\n"
        "theorem nng_number_and_its_square (a : Nat) : a ≤ a * a := by\n  simp\n"
    )
    (tmp_path / "two.lean").write_text(text, "utf-8")
    done = cli("check", "two.lean", "--bench", "nng", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["problem"] for row in rows] == ["nng_zero_on_both_sides", "nng_number_and_its_square"]
    assert all(row["messages"][-1]["line"] == 8 for row in rows if row["messages"])


def test_a_file_without_a_problem_is_told_and_not_proved(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine.lean").write_text("  simp\n")
    (tmp_path / "nng_zero_on_both_sides.lean").write_text("  simp\n")
    done = cli("check", "mine.lean", "nng_zero_on_both_sides.lean", "--bench", "nng")
    assert done.returncode == 1
    assert "no problem" in done.stdout and "--problem" in done.stdout
    named = cli("check", "mine.lean", "--bench", "nng", "--problem", "nng_zero_on_both_sides")
    assert named.returncode == 0, named.stdout


@pytest.mark.parametrize(
    "kind", ["no zip", "empty zip", "cut zip", "no folder", "empty folder", "unknown bench"]
)
def test_what_cannot_be_read_is_told(cli: Cli, folder: Path, tmp_path: Path, kind: str) -> None:
    given = {
        "no zip": "a.zip",
        "empty zip": "b.zip",
        "cut zip": "c.zip",
        "no folder": "nowhere",
        "empty folder": "empty",
        "unknown bench": "given",
    }[kind]
    (tmp_path / "a.zip").write_text("no archive")
    (tmp_path / "empty").mkdir()
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("readme.md", "nothing")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("a.lean", "simp" * 1000)
    data = (tmp_path / "c.zip").read_bytes()
    (tmp_path / "c.zip").write_bytes(data[: len(data) // 2])
    done = cli("check", given, "--bench", "nowhere" if kind == "unknown bench" else "nng")
    assert (done.returncode, done.stdout) == (2, "")
    assert (given if kind != "unknown bench" else "nowhere") in done.stderr
    assert "Traceback" not in done.stderr


def test_a_member_that_is_damaged_gets_no_verdict(cli: Cli, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("nng_zero_on_both_sides.lean", "  simp\n")
        archive.writestr("two/nng_zero_on_both_sides.lean", "  simp -- damaged\n")
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(data.replace(b"damaged", b"xamaged"))
    done = cli("check", "a.zip", "--bench", "nng", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3
    assert [row["status"] for row in rows] == ["proved", "infrastructure"]
    assert "archive is damaged" in rows[1]["detail"]


def test_lines_and_columns_are_the_files_own(cli: Cli, tmp_path: Path) -> None:
    before = "-- mine\n-- too\n"
    whole = (
        before + HEADER + "theorem nng_zero_on_both_sides (n : Nat) : 0 + n + 0 = n := by\n    exact here\n"
    )
    for name, text, place in (
        ("whole.lean", whole, (7, 10)),
        ("body.lean", "\n\n      exact here\n", (3, 12)),
        ("answer.md", f"So:\n```lean4\n{whole}```\n", (9, 10)),
        ("by.lean", ":= by simp only []; exact here\n", (1, 6)),
    ):
        (tmp_path / name).write_text(text, "utf-8")
        words = ("check", name, "--bench", "nng", "--problem", "nng_zero_on_both_sides")
        row = json.loads(cli(*words, "--json").stdout)
        error = row["messages"][0]
        assert (error["line"], error["column"]) == place, row
        assert row["detail"].startswith(f"line {place[0]}: ")
        assert f"line {place[0]}, column {place[1]}" in cli(*words).stdout
    piped = subprocess.run(
        [__import__("sys").executable, "-m", "harness", *words[:1], "-", *words[2:], "--json"],
        input="\n\n  exact here\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(piped.stdout)["messages"][0]["line"] == 3


def test_goals_that_are_left_over_are_said_of_the_whole_proof(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "p.lean").write_text("\n  have h : 1 = 1 := rfl\n")
    done = cli("check", "p.lean", "--bench", "nng", "--problem", "nng_zero_on_both_sides")
    assert done.returncode == 1
    assert "line 2, column 2 (of the whole proof):" in done.stdout


def test_both_statements_are_shown(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "p.lean").write_text("theorem nng_zero_on_both_sides (n : Nat) : 0 + n = n := by simp\n")
    done = cli("check", "p.lean", "--bench", "nng")
    assert done.returncode == 1
    assert done.stdout.splitlines()[1:4] == [
        "  stated: ∀ (n : Nat), 0 + n = n",
        "  asked:  ∀ (n : Nat), 0 + n + 0 = n",
        "                             ^^^^",
    ]
    row = json.loads(cli("check", "p.lean", "--bench", "nng", "--json").stdout)
    assert row["statement"]["asked"] == "∀ (n : Nat), 0 + n + 0 = n"
