"""Files of the cache: whole or not there, nothing left by a process that was killed, damage told."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness import cachefile
from harness.cachefile import load_sealed, save_sealed, write_whole
from harness.errors import DamageWarning, DataError

WRITER = """
import sys
from pathlib import Path
from harness.cachefile import save_sealed
print("go", flush=True)
while True:
    for size in (10, 300_000):
        save_sealed(Path(sys.argv[1]), b"x" * size)
"""


@pytest.mark.parametrize("how", ["nameless", "by rename"])
def test_what_is_written_replaces_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    if how == "by rename":
        monkeypatch.delattr("os.O_TMPFILE")
    path = tmp_path / "folder" / "file"
    for data in (b"one", b"", b"three" * 100_000):
        write_whole(path, data, mode=0o640)
        assert path.read_bytes() == data and path.stat().st_mode & 0o777 == 0o640
    assert list(path.parent.iterdir()) == [path]


def test_damage_is_told_and_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    save_sealed(path, b"the data")
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.warns(DamageWarning, match="was damaged: it is made again"), pytest.raises(DataError):
            load_sealed(path)
    path.write_bytes(whole)
    assert load_sealed(path) == b"the data"


def test_killed_writers_leave_whole_files_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for number in range(6):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.05 + 0.013 * number)
            writer.kill()
        assert set(tmp_path.iterdir()) <= {path}
        if path.exists():
            assert set(load_sealed(path)) == {ord("x")}


def test_readers_see_whole_files(tmp_path: Path) -> None:
    path = tmp_path / "file"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) for _ in "ab"
    ]
    try:
        for writer in writers:
            assert writer.stdout is not None
            writer.stdout.readline()
        sizes = set()
        until = time.monotonic() + 1
        while time.monotonic() < until:
            try:
                sizes.add(len(load_sealed(path)))
            except FileNotFoundError:
                continue
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    assert sizes <= {10, 300_000} and sizes


def test_a_full_disk_only_costs_the_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cachefile.save(tmp_path / "file" / "below", b"data")
    with pytest.raises(OSError, match="File exists"):
        write_whole(tmp_path / "file" / "below", b"data")
