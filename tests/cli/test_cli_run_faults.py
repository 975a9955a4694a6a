"""A run and a service whose system calls fail: no verdict is wrong, no attempt lost, and the run goes on."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from errno_filter import Failing, Faults, Start

from harness.lean.toolchain import Toolchain
from harness.resources import cache_folder
from harness.run.store import RunStore
from harness.sandbox import seccomp

pytestmark = pytest.mark.skipif(
    not seccomp.supported(), reason="the filter of system calls is for x86-64 Linux"
)
RUN = ("--bench", "nng", "--model", "tactics", "--n", "4", "--k", "1", "--limit", "8", "--quiet")
QUIET = Faults(("pivot_root",), errno.EPERM, 0.0)
Verdicts = dict[tuple[str, int], tuple[str, str | None]]

FAULTS = {
    "the disk is full": Faults(("pwrite64", "write", "ftruncate"), errno.ENOSPC, 0.2),
    "the disk fails": Faults(("pwrite64", "pread64", "fsync", "fdatasync"), errno.EIO, 0.2),
    "files can't be opened": Faults(("openat",), errno.EMFILE, 0.05),
    "files can't be renamed": Faults(("rename", "mkdir", "unlink"), errno.ENOSPC, 0.5),
    "no processes": Faults(("clone", "clone3", "vfork"), errno.EAGAIN, 0.3),
    "no memory": Faults(("mmap",), errno.ENOMEM, 0.02),
    "messages are lost": Faults(("sendmsg", "recvmsg"), errno.ENOBUFS, 0.1),
    "reads fail": Faults(("read",), errno.EIO, 0.005),
}


@contextmanager
def started(
    folder: Path, words: tuple[str, ...], faults: Faults, start: Start | None = None
) -> Iterator[Failing]:
    """The command line under these faults; what it says goes to the file `said`."""
    output = os.open(folder / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        program = Failing.start([sys.executable, "-m", "harness", *words], faults, output=output, start=start)
    finally:
        os.close(output)
    try:
        yield program
    finally:
        program.close()


def said(folder: Path) -> str:
    return (folder / "said").read_text("utf-8", "replace")


def run(folder: Path, faults: Faults, name: str = "run") -> int | None:
    """The exit code of a run that begins quietly and then meets the faults for some seconds."""
    with started(folder, ("run", *RUN, "--recheck", "--output-dir", str(folder / name)), faults) as program:
        end = time.monotonic() + 60
        while not (folder / name / "run.json").exists() and not program.ended() and time.monotonic() < end:
            time.sleep(0.01)
        faults.on = True
        program.wait(6)
        faults.on = False
        assert program.wait(120), said(folder)
        return program.code


def verdicts(folder: Path) -> Verdicts:
    """What the run's folder has by now."""
    with RunStore.open_readonly(folder) as store:
        found = [(row.problem, row.index, row.verdict()) for row in store.attempts()]
    return {
        (problem, index): (verdict.status.value, verdict.reason and verdict.reason.value)
        for problem, index, verdict in found
        if verdict is not None
    }


@pytest.fixture(scope="module")
def truth(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    folder = tmp_path_factory.mktemp("quiet")
    assert run(folder, QUIET) == 0, said(folder)
    return verdicts(folder / "run")


@pytest.mark.parametrize("kind", FAULTS)
def test_a_run_ends_as_if_nothing_had_failed(tmp_path: Path, truth: Verdicts, kind: str) -> None:
    code = run(tmp_path, FAULTS[kind])
    assert FAULTS[kind].made, "nothing failed, so nothing was shown"
    try:
        early = verdicts(tmp_path / "run")
    except sqlite3.Error:
        early = {}
    wrong = {key: told for key, told in early.items() if told != truth[key] and told[0] != "infrastructure"}
    assert not wrong, (code, said(tmp_path))
    assert run(tmp_path, QUIET) == 0, said(tmp_path)
    assert verdicts(tmp_path / "run") == truth


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small file system")
@pytest.mark.parametrize("kib", [40, 64])
def test_a_run_goes_on_when_its_full_disk_has_room_again(tmp_path: Path, truth: Verdicts, kib: int) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kib}k", "none", disk], check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        words = ("run", *RUN, "--recheck", "--output-dir", str(disk / "run"))
        with started(tmp_path, words, QUIET) as program:
            assert program.wait(120), said(tmp_path)
            assert program.code == 3, said(tmp_path)
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        with started(tmp_path, words, QUIET) as program:
            assert program.wait(120) and program.code == 0, said(tmp_path)
        assert verdicts(disk / "run") == truth
    finally:
        subprocess.run(["umount", disk], check=True)


HEADER = "prelude\nimport Embedded.Arith\n\n"
STATEMENT = "theorem t (n : Nat) : n + 0 = n := by\n"


def asked(client: httpx.Client, numbers: range) -> dict[int, str]:
    """The statuses that a service gives; none where it gives no answer."""
    items = [
        {
            "id": number,
            "name": "t",
            "header": HEADER,
            "formal_statement": STATEMENT,
            "candidate": f"  {'rfl' if number % 2 else 'exact Nat.zero_le n'} -- {number}",
        }
        for number in numbers
    ]
    try:
        answer = client.post("/v1/check", json={"items": items}, timeout=90)
        answer.raise_for_status()
        return {row["id"]: row["status"] for row in answer.json()["results"]}
    except (httpx.HTTPError, ValueError):
        return {}


@pytest.mark.parametrize("kind", ["files can't be opened", "no processes", "no memory", "messages are lost"])
def test_a_service_gives_right_verdicts_or_none(tmp_path: Path, toolchain: Toolchain, kind: str) -> None:
    (tmp_path / "lean").symlink_to(cache_folder() / "lean")
    faults = FAULTS[kind]
    start = Start(environment={"PROVER_EVAL_CACHE": str(tmp_path)})
    with started(tmp_path, ("serve", "--port", "0", "--max-checkers", "2"), faults, start) as program:
        end = time.monotonic() + 60
        while "serving" not in said(tmp_path) and not program.ended() and time.monotonic() < end:
            time.sleep(0.05)
        (line,) = [line for line in said(tmp_path).splitlines() if line.startswith("serving")]
        with httpx.Client(base_url=line.split(" on ")[1].split(",")[0]) as client:
            made, faults.on = faults.made, True
            during = asked(client, range(12))
            faults.on = False
            after = asked(client, range(12)) if not program.ended() else {}
        assert faults.made > made, "nothing failed, so nothing was shown"
    for found in (during, after):
        for number, status in found.items():
            assert status in ("infrastructure", "proved" if number % 2 else "rejected"), (kind, found)
    assert program.ended() or len(after) == 12
