"""A few hundred checks while system calls fail and resources run out: no verdict differs, none is kept."""

from __future__ import annotations

import errno
import itertools
import os
import sys
from pathlib import Path

import pytest
from errno_filter import Failing, Faults
from inject_faults import Injector, Scenario, scenarios

from harness.lean.toolchain import Toolchain
from harness.resources import cache_folder
from harness.sandbox import seccomp

pytestmark = pytest.mark.skipif(
    not seccomp.supported(), reason="the filter of system calls is for x86-64 Linux"
)

GROUPS = os.access("/sys/fs/cgroup/pids", os.W_OK)
ALL = 24
"""Checks of a program whose every text meets the fault."""


def test_a_call_is_made_to_fail_in_a_program_and_what_it_starts(tmp_path: Path) -> None:
    """Otherwise nothing here would be a test."""
    code = "import os, subprocess; print(subprocess.run(['/bin/cat', '/etc/hostname']).returncode); os.pipe()"
    found = []
    for on in (False, True):
        output = os.open(tmp_path / str(on), os.O_WRONLY | os.O_CREAT)
        faults = Faults(("pipe2", "openat"), errno.EMFILE, 1.0, helpers=True, on=on)
        program = Failing.start([sys.executable, "-S", "-c", code], faults, output=output)
        assert program.wait(30)
        program.close()
        os.close(output)
        found.append((program.code, (tmp_path / str(on)).read_bytes().split(b"\n")[-2], faults.made > 0))
    assert found == [(0, b"0", False), (0, b"127", True)]


@pytest.fixture(scope="module")
def injector(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> Injector:
    made = Injector(tmp_path_factory.mktemp("faults"), cache_folder(), 2 * ALL)
    made.find_truth(["fork"])
    return made


# Each gave wrong verdicts, or none ever after, where absence was taken for evidence.
KNOWN = {
    "threads": Scenario("threads", "fork", Faults(("clone",), errno.EAGAIN, 0.3, threads=True, helpers=True)),
    "threads, process": Scenario(
        "threads", "process", Faults(("clone",), errno.EAGAIN, 0.3, threads=True, helpers=True)
    ),
    "children": Scenario("children", "fork", Faults(("clone",), errno.EAGAIN, 0.3, helpers=True)),
    "files that can't be opened": Scenario(
        "openat", "process", Faults(("openat",), errno.ENFILE, 0.005, helpers=True)
    ),
    "modules that can't be written": Scenario(
        "write", "fork", Faults(("write",), errno.ENOSPC, 0.05, helpers=True)
    ),
    "memory that isn't given": Scenario("mmap", "fork", Faults(("mmap",), errno.ENOMEM, 0.02, helpers=True)),
    "descriptors": Scenario("descriptors", "fork", Faults(("pivot_root",), 1, 0.0), squeeze="descriptors"),
    "addresses": Scenario("addresses", "fork", Faults(("pivot_root",), 1, 0.0), squeeze="addresses 5200"),
    "kills": Scenario("kills", "fork", Faults(("pivot_root",), 1, 0.0), squeeze="kills"),
}


@pytest.mark.parametrize("kind", KNOWN)
def test_no_verdict_is_wrong(injector: Injector, kind: str) -> None:
    scenario, before = KNOWN[kind], injector.counts.checks
    injector.run(scenario, 0, ALL // 3 if scenario.engine == "process" else ALL)
    assert not injector.counts.wrong and not injector.counts.hung
    assert injector.counts.checks > before
    assert scenario.squeeze or scenario.faults.made, "nothing failed, so nothing was shown"


@pytest.mark.skipif(not GROUPS, reason="this user can't make control groups of processes here")
@pytest.mark.parametrize("most", [14, 20, 26, 44])
def test_a_limit_on_processes_makes_no_right_proof_a_failure(injector: Injector, most: int) -> None:
    quiet = Faults(("pivot_root",), errno.EPERM, 0.0)
    injector.run(Scenario(f"pids {most}", "fork", quiet, squeeze=f"pids {most}"), most, ALL)
    assert not injector.counts.wrong and not injector.counts.hung


@pytest.mark.parametrize("place", range(8))
def test_calls_in_turn(injector: Injector, place: int) -> None:
    """Some of those that `python inject_faults.py` goes through."""
    scenario = next(itertools.islice(scenarios(seed=1), place, None))
    injector.run(scenario, place, 8 if scenario.engine == "fork" else 3)
    assert not injector.counts.wrong and not injector.counts.hung


def test_nothing_wrong_was_kept(injector: Injector) -> None:
    injector.look_at_what_was_kept()
    assert injector.counts.kept and not injector.counts.wrong
