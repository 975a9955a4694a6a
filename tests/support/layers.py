"""One layer of confinement at a time, in a child of its own: python layers.py LAYER TARGETS.

LAYER is "none", "landlock", "filter", "limits" or "parent"; printed is what harmless ones of `attacks` find
there. For "stay" and "stay confined" the child's pid is printed, and both stay.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import attacks

from harness.sandbox import seccomp
from harness.sandbox.confine import Confinement, Landlock, apply
from harness.sandbox.syscalls import SystemCallFilter

LAYER, TARGETS = sys.argv[1], json.loads(sys.argv[2])
LOOSE = 1 << 40


def confinement(parent: int) -> Confinement:
    """As loose as may be, but for the layer."""
    landlock = Landlock(1, read=[TARGETS["library"]], execute=False, scratch=os.getcwd())  # noqa: PTH109
    return Confinement(
        parent=parent,
        descriptors=(0, 1, 2),
        user_namespace=False,
        root=None,
        cpu_s=1000,
        data=1 << 30 if LAYER == "limits" else LOOSE,
        address=4 << 30 if LAYER == "limits" else 4 * LOOSE,
        file_size=LOOSE,
        open_files=4 if LAYER == "limits" else 100,
        processes=None,
        landlock=landlock if LAYER == "landlock" else None,
        capabilities=True,
        filter=SystemCallFilter(seccomp.program("elaborate")) if LAYER == "filter" else None,
    )


def report() -> dict[str, Any]:
    if LAYER != "limits":
        return attacks.tried({**TARGETS, "only": attacks.HARMLESS})
    return {name: _works(action) for name, action in LIMITED.items()}


def _works(action: Any) -> bool:
    try:
        action()
    except OSError:
        return False
    return True


LIMITED = {
    "one descriptor": lambda: os.close(os.dup(0)),
    "two descriptors": lambda: (os.dup(0), os.dup(0)),
    "little data": lambda: attacks.mapped(attacks.READ_WRITE, attacks.PRIVATE, 1 << 20),
    "more data": lambda: attacks.mapped(attacks.READ_WRITE, attacks.PRIVATE, 2 << 30),
    "addresses": lambda: attacks.mapped(0, attacks.PRIVATE, 2 << 30),
    "more addresses": lambda: attacks.mapped(0, attacks.PRIVATE, 5 << 30),
    "locked memory": lambda: attacks.raw(149, attacks.mapped(attacks.READ_WRITE, attacks.PRIVATE), 4096),
}


def main() -> None:
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        if LAYER not in ("none", "stay"):
            apply(confinement(1 if LAYER == "parent" else parent))
        if LAYER.startswith("stay"):
            time.sleep(60)
        os.write(1, json.dumps(report()).encode())
        os._exit(0)
    if LAYER.startswith("stay"):
        print(pid, flush=True)
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


if __name__ == "__main__":
    main()
