"""Which limits a process has in each place, as the kernel tells them of the running process."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from _processes import below
from confined import COMPILER, LIMITS, PLACES, SOURCE, Places

from harness.sandbox import cpu_net, seccomp

pytestmark = pytest.mark.skipif(not seccomp.supported(), reason="the filters are for x86-64 Linux")

GIB = 1 << 30
CPU = cpu_net(LIMITS.cpu_s)
SAME: dict[str, int | None] = {
    "core file size": 0,
    "locked memory": 0,
    "msgqueue size": 0,
    "pending signals": 64,
}
LEAN: dict[str, int | None] = {
    **SAME,
    "file size": LIMITS.scratch,
    "open files": 64,
    "processes": LIMITS.processes,
    "cpu time": CPU,
}
#: None is "unlimited"; what isn't named here has no limit of ours.
EXPECTED: dict[str, dict[str, int | None]] = {
    "fork": LEAN,
    "guest": {**LEAN, "data size": None},
    "program": {**LEAN, "data size": None},
    "session": {**LEAN, "data size": None, "cpu time": None},
    "replay": {**LEAN, "file size": 0, "open files": 8, "processes": 0},
}
#: Least and most, where a limit is counted from what the server has.
BETWEEN = {
    "fork": {"data size": (16 * GIB, 24 * GIB), "address space": (256 * GIB, 257 * GIB)},
    "guest": {"address space": (256 * GIB, 257 * GIB)},
    "program": {"address space": (256 * GIB, 257 * GIB)},
    "session": {"address space": (256 * GIB, 257 * GIB)},
    "replay": {"data size": (GIB // 2, 2 * GIB), "address space": (16 * GIB, 20 * GIB)},
}


@pytest.mark.parametrize("place", PLACES)
def test_limits(place: str, places: Places) -> None:
    if place == "guest" and COMPILER is None:
        pytest.skip("no C compiler (cc) here")
    before = set(below())
    text = "import time\ntime.sleep(4)\nANSWERS['slept'] = True\n"
    worker = threading.Thread(target=places.run, args=(place, text))
    worker.start()
    limits, status = None, dict[str, str]()
    while worker.is_alive() and limits is None:
        for pid in reversed(below()):
            if pid not in before and (status := _status(pid)).get("Seccomp") == "2":
                limits = _limits(pid)
                break
        time.sleep(0.05)
    worker.join()
    assert limits is not None, "no filtered process was seen"
    expected = EXPECTED[place]
    assert {name: limits[name] for name in expected} == expected
    for name, (least, most) in BETWEEN[place].items():
        value = limits[name]
        assert value is not None
        assert least <= value <= most, (name, value)
    assert (status["NoNewPrivs"], int(status["CapEff"], 16), int(status["CapPrm"], 16)) == ("1", 0, 0)


#: GiB of private writable memory that may be reserved, and that may not.
RESERVED = {
    "fork": (12, 24),
    "guest": (200, 300),
    "program": (200, 300),
    "session": (200, 300),
    "replay": (0.2, 2),
}


@pytest.mark.parametrize("place", PLACES)
def test_memory(place: str, places: Places) -> None:
    """A replay, whose only measure of memory is what it may map, can't take it out of that measure."""
    if place == "guest" and COMPILER is None:
        pytest.skip("no C compiler (cc) here")
    little, much = (int(size * GIB) for size in RESERVED[place])
    text = f"""{SOURCE}
def works(action):
    try:
        action()
    except OSError:
        return False
    return True
reserved = PRIVATE | 0x4000
ANSWERS["little"] = works(lambda: mapped(READ_WRITE, reserved, {little}))
ANSWERS["much"] = works(lambda: mapped(READ_WRITE, reserved, {much}))
ANSWERS["made read-only"] = works(lambda: protect(1))
ANSWERS["made writable"] = works(lambda: protect(READ_WRITE))
"""
    found = places.run(place, text)
    readable = place != "replay"
    assert found == {"little": True, "much": False, "made read-only": readable, "made writable": True}


def test_the_twin_outside_has_none() -> None:
    limits = _limits(int(Path("/proc/self").readlink().name))
    assert limits["cpu time"] is None
    assert limits["data size"] is None
    assert _status(int(Path("/proc/self").readlink().name))["Seccomp"] == "0"


def _status(pid: int) -> dict[str, str]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _limits(pid: int) -> dict[str, int | None]:
    """Name -> soft limit."""
    found: dict[str, int | None] = {}
    for line in Path(f"/proc/{pid}/limits").read_text().splitlines()[1:]:
        soft = line[26:47].strip()
        found[line[:26].strip().removeprefix("Max ")] = None if soft == "unlimited" else int(soft)
    return found
