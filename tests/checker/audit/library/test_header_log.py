"""The log of facts: what several processes add, and that nothing damaged or foreign is believed."""

from __future__ import annotations

import subprocess
import sys
from array import array
from pathlib import Path

import pytest

from harness.checker.audit.library import ConstantFact
from harness.checker.audit.library._log import FactLog
from harness.errors import DamageWarning
from harness.lean.olean import ConstantKind, Safety

IDENTITY = bytes(range(32))
THEOREM = ConstantFact(ConstantKind.THEOREM, Safety.SAFE, (("Quot", "sound"), ("propext",)))
ODD = ConstantFact(ConstantKind.AXIOM, Safety.UNSAFE, (("a", 1), ("a", "1"), ("α.β",)))
COUNT = 100_000


def log_at(path: Path, identity: bytes = IDENTITY, count: int = COUNT) -> FactLog:
    return FactLog(path, identity, count)


def read(log: FactLog) -> dict[int, ConstantFact]:
    return {number: fact for fact, numbers in log.read() for number in numbers}


def test_what_was_added_is_read(tmp_path: Path) -> None:
    log = log_at(tmp_path / "deep" / "facts")
    assert read(log) == {}
    log.add({THEOREM: array("I", [1, 5, 99_999]), ODD: array("I", [2])})
    log.add({THEOREM: array("I", [3])})
    expected = {1: THEOREM, 5: THEOREM, 99_999: THEOREM, 2: ODD, 3: THEOREM}
    assert read(log) == expected
    assert read(log_at(tmp_path / "deep" / "facts")) == expected


_WRITER = """
import sys
from array import array
from pathlib import Path
from harness.checker.audit.library import ConstantFact
from harness.checker.audit.library._log import FactLog
from harness.lean.olean import ConstantKind
log, first = FactLog(Path(sys.argv[1]), bytes(range(32)), 100_000), int(sys.argv[2])
for i in range(first, first + 2000, 20):
    log.add({ConstantFact(ConstantKind.DEFINITION): array("I", range(i, i + 20))})
    log.read()
"""


def test_several_processes_at_once(tmp_path: Path) -> None:
    path = tmp_path / "facts"
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(path), str(10_000 * i)]) for i in range(3)
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    found = read(log_at(path))
    assert sorted(found) == [10_000 * i + j for i in range(3) for j in range(2000)]
    assert set(found.values()) == {ConstantFact(ConstantKind.DEFINITION)}


def test_damage_is_never_believed(tmp_path: Path) -> None:
    path = tmp_path / "facts"
    log = log_at(path)
    log.add({THEOREM: array("I", [1, 2, 3])})
    log.add({ODD: array("I", [4])})
    data = path.read_bytes()
    broken = [data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :] for place in range(len(data))]
    broken += [data[:-1], data[: len(data) // 2], data + b"x", b"x" + data]
    head = data.index(b"\n") + 1
    for content in broken:
        path.write_bytes(content)
        if content[:head] == data[:head]:
            with pytest.warns(DamageWarning, match="was damaged: it is made again"):
                assert read(log) == {}
        assert read(log) == {}
        log.add({ODD: array("I", [7])})
        assert read(log) == {7: ODD}
    path.write_bytes(data)
    assert read(log) == {1: THEOREM, 2: THEOREM, 3: THEOREM, 4: ODD}


def test_facts_of_another_index(tmp_path: Path) -> None:
    path = tmp_path / "facts"
    old, new = log_at(path), log_at(path, bytes(32))
    old.add({THEOREM: array("I", [1])})
    assert read(new) == {}
    old.add({THEOREM: array("I", [2])})
    assert read(new) == {}
    new.add({ODD: array("I", [1])})
    assert read(new) == {1: ODD}


def test_a_constant_that_is_not_there(tmp_path: Path) -> None:
    log_at(tmp_path / "facts").add({THEOREM: array("I", [50])})
    assert read(log_at(tmp_path / "facts", count=51)) == {50: THEOREM}
    with pytest.warns(DamageWarning):
        assert read(log_at(tmp_path / "facts", count=50)) == {}


@pytest.mark.parametrize("what", ["folder", "nothing above"])
def test_a_file_that_cannot_be_written(tmp_path: Path, what: str) -> None:
    path = tmp_path / "facts"
    if what == "folder":
        path.mkdir()
    else:
        path.write_text("no folder", "utf-8")
        path = path / "facts"
    log = log_at(path)
    log.add({THEOREM: array("I", [1])})
    assert read(log) == {}
