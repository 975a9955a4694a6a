"""omega, simp, decide, split, conv and ext of the embedded Lean: each true line has a false twin that fails.

A data file has pairs of lines, "+ BINDERS : STATEMENT := PROOF" and below it "- ..." of the same form; "#"
begins a comment. All theorems of one sign in a file go through one Lean process.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.lean.embedded import run_lean
from harness.lean.toolchain import Toolchain

# The folder of a data file says which of the library's headers its theorems stand under.
HEADERS = {"data": "prelude\nimport Embedded.Arith\n", "number": "prelude\nimport Embedded.Number\n"}
FILES = sorted(path for folder in HEADERS for path in (Path(__file__).parent / folder).glob("*.txt"))
OMEGA = Path(__file__).parent / "data" / "omega.txt"
STANDARD_AXIOMS = {"propext", "Classical.choice", "Quot.sound"}
# A twin that can't be read, or whose names aren't found, would fail for the wrong reason.
BROKEN = re.compile(r"unexpected token|unknown|invalid field|\(kernel\)|failed to synthesize", re.IGNORECASE)


@dataclass(frozen=True)
class Checked:
    """Lean's answer: the exit code, and by theorem number the errors and the axioms of what was accepted."""

    exit_code: int
    errors: dict[int, list[str]]
    axioms: dict[int, str]


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """The (true, false) pairs of a data file; raises ValueError where a line lacks its twin."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    pairs = list(zip(lines[::2], lines[1::2], strict=True))
    for good, bad in pairs:
        if not (good.startswith("+ ") and bad.startswith("- ")):
            raise ValueError(f"{path.name}: a '+' line must be followed by its '-' line: {good!r}, {bad!r}")
    return [(good[2:], bad[2:]) for good, bad in pairs]


def check(toolchain: Toolchain, folder: Path, header: str, texts: list[str]) -> Checked:
    """Check the texts as theorems p0, p1, ..., each on a line of its own, and ask for their axioms."""
    lines = [f"theorem p{number} {text}\n" for number, text in enumerate(texts)]
    lines += [f"#print axioms p{number}\n" for number in range(len(texts))]
    file = folder / "Theorems.lean"
    file.write_text(header + "".join(lines), "utf-8")
    assert toolchain.library is not None
    done = run_lean(toolchain.library, ["--json", str(file)], search_path=toolchain.search_path)
    errors: dict[int, list[str]] = {}
    axioms: dict[int, str] = {}
    for line in done.stdout.splitlines():
        message = json.loads(line)
        number = message["pos"]["line"] - 1 - header.count("\n")
        assert number >= 0, message
        if number < len(texts):
            if message["severity"] == "error":
                errors.setdefault(number, []).append(message["data"])
        elif message["severity"] == "information":
            axioms[number - len(texts)] = message["data"]
    return Checked(done.returncode, errors, axioms)


def unexpected_axioms(message: str) -> set[str]:
    """The axioms in a `#print axioms` message beyond the three standard ones."""
    if "does not depend on any axioms" in message:
        return set()
    listed = re.search(r"depends on axioms: \[(.*)\]", message, re.DOTALL)
    return set(re.split(r",\s*", listed[1].strip())) - STANDARD_AXIOMS if listed else {message}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_true_lines_are_proved(path: Path, toolchain: Toolchain, tmp_path: Path) -> None:
    texts = [good for good, _ in read_pairs(path)]
    checked = check(toolchain, tmp_path, HEADERS[path.parent.name], texts)
    assert {texts[number]: message for number, message in checked.errors.items()} == {}
    assert checked.exit_code == 0
    assert len(checked.axioms) == len(texts)
    bad = {texts[number]: found for number, m in checked.axioms.items() if (found := unexpected_axioms(m))}
    assert bad == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_false_twins_fail_with_a_message(path: Path, toolchain: Toolchain, tmp_path: Path) -> None:
    texts = [bad for _, bad in read_pairs(path)]
    checked = check(toolchain, tmp_path, HEADERS[path.parent.name], texts)
    assert checked.exit_code != 0
    assert [text for number, text in enumerate(texts) if not any(checked.errors.get(number, []))] == []
    wrong = {texts[n]: m for n, found in checked.errors.items() for m in found if BROKEN.search(m)}
    assert wrong == {}


def test_omega_fails_with_its_own_message(toolchain: Toolchain, tmp_path: Path) -> None:
    twins = [bad for _, bad in read_pairs(OMEGA)]
    assert len(twins) >= 100
    errors = check(toolchain, tmp_path, HEADERS["data"], twins).errors
    silent = [text for n, text in enumerate(twins) if "omega could not" not in " ".join(errors.get(n, []))]
    assert silent == []
