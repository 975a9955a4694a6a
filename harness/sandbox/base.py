"""What a sandbox is: text in, a report and a compiled module out, nothing else."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Protocol

from harness.lean.toolchain import Toolchain

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one candidate may use. A verdict depends on all but `wall_s`, which is only a net.

    cpu_s: CPU seconds of the whole process tree. wall_s: seconds on the clock.
    memory: bytes of resident anonymous memory. output: bytes on standard output and error together.
    scratch: bytes of files. processes: threads and processes. heartbeats: Lean's own measure, in thousands
    of small allocations, 0 for none.
    """

    cpu_s: float = 60.0
    wall_s: float = 900.0
    memory: int = 4096 * MIB
    output: int = 1 * MIB
    scratch: int = 64 * MIB
    processes: int = 64
    heartbeats: int = 200_000

    def record(self) -> Mapping[str, Any]:
        """The limits by name, for run.json and verdict records."""
        return asdict(self)


def cpu_net(cpu_s: float) -> int:
    """Seconds after which the kernel ends a process whose limit is `cpu_s`, by RLIMIT_CPU.

    The kernel samples that time at clock ticks, so that on a busy machine it may see a tenth more than was
    used. What decides is the time that wait4 reports, which is exact; this is a net behind it.
    """
    return math.ceil(1.15 * cpu_s) + 1


class Stop(StrEnum):
    """Which limit ended a process."""

    CPU = "cpu"
    WALL = "wall"
    MEMORY = "memory"
    OUTPUT = "output"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back from one sandboxed process. All but `stopped`, `code` and the times is untrusted.

    stopped: the limit that ended it, or None. code: exit code, or minus the signal's number, or None.
    output: standard output. errors: the end of standard error. module: the compiled module's bytes.
    beside: those of the file that Lean writes beside a snapshot.
    failure: text when our own side failed, so that nothing else here means anything.
    """

    stopped: Stop | None
    code: int | None
    output: bytes = b""
    errors: bytes = b""
    module: bytes | None = None
    beside: bytes = b""
    cpu_s: float = 0.0
    wall_s: float = 0.0
    failure: str | None = None


class Sandbox(Protocol):
    """Runs Lean on an untrusted text."""

    def description(self) -> Mapping[str, Any]:
        """Which layers are in force, for run.json and verdict records."""
        ...

    async def run(
        self, toolchain: Toolchain, arguments: Sequence[str], text: bytes, limits: Limits
    ) -> Outcome:
        """Run `lean` with `arguments` in a scratch folder that holds the text as Candidate.lean.

        A module that it writes as Candidate.olean comes back. Never raises for what the text does; raises
        nothing for our own failures either: they are in `Outcome.failure`. Cancelling kills everything.
        """
        ...
