"""What `measure_refused.py` counts and tells."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "support" / "measure_refused.py"
TEXT = """import A

axiom magic : False

/-- One. -/
@[simp] theorem one : 1 = 1 := by
  rfl

theorem two : 2 = 2 := by
  run_tac foo

lemma three : 3 = 3 := by native_decide

@[norm_num] theorem four (n : Nat) : n = n := rfl

theorem five : 1 = 2 := magic.elim
"""


def measured(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(SCRIPT), *words], capture_output=True, text=True, check=False)


def test_theorems_are_read_one_by_one_and_files_whole(tmp_path: Path) -> None:
    (tmp_path / "Own.lean").write_text(TEXT, "utf-8")
    (tmp_path / "Good.lean").write_text("theorem six : 6 = 6 := rfl\n", "utf-8")
    done = measured(str(tmp_path), "--at-most", "0.6")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "theorems: 6 read, 2 refused (50.000%); 2 no proofs"
    assert {"  attribute: 1", "  runs_code: 1"} <= set(lines)
    assert any(line.endswith("Own.lean:9 two") for line in lines)
    assert "files: 2 read, 0 refused (0.000%); 1 no proofs" in lines
    assert measured(str(tmp_path), "--at-most", "0.4").returncode == 1


def test_a_theorem_ends_before_the_attributes_and_modifiers_of_the_next(tmp_path: Path) -> None:
    text = "theorem a : 1 = 1 := h\n\n@[simp]\nprivate theorem b : 2 = 2 := h\n\nnonrec\nlemma c : 3 = 3 := h"
    (tmp_path / "Own.lean").write_text(text, "utf-8")
    assert measured(str(tmp_path)).stdout.startswith("theorems: 3 read, 0 refused")
    (tmp_path / "Own.lean").write_text(text.replace("@[simp]\n", "#eval 1\n@[simp]\n"), "utf-8")
    assert measured(str(tmp_path)).stdout.startswith("theorems: 3 read, 0 refused")


def test_a_check_within_a_proof_is_a_tactic_of_it(tmp_path: Path) -> None:
    (tmp_path / "Own.lean").write_text("theorem a : True := by\n  #check trivial\n  trivial\n", "utf-8")
    assert measured(str(tmp_path)).stdout.startswith("theorems: 1 read, 0 refused")
    (tmp_path / "Own.lean").write_text("theorem a : True := by\n  #eval 1\n  trivial\n", "utf-8")
    assert measured(str(tmp_path)).stdout.startswith("theorems: 1 read, 1 refused")


def test_rows_of_proofs(tmp_path: Path) -> None:
    rows = [
        {"name": "a", "lean_code": "import B\ntheorem a : 1 = 1 := rfl\n\n#print axioms a\n"},
        {"name": "b", "formal_statement": "theorem b : 1 = 1 := by\n", "formal_proof": "  rfl\n#eval 1\n"},
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    done = measured(str(file))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("theorems: 2 read, 0 refused (0.000%); 0 no proofs")
    assert "files: 2 read, 1 refused (50.000%); 0 no proofs" in done.stdout
    assert "rows/b\n      3: `#eval`" in done.stdout
