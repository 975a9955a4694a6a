"""The outer side of guest.py: its configuration and its report."""

from __future__ import annotations

import base64
import json
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harness.lean.embedded import environment
from harness.lean.toolchain import Toolchain
from harness.sandbox import seccomp
from harness.sandbox.base import Limits, Outcome, Stop, cpu_net
from harness.sandbox.process import Collected

GUEST = Path(__file__).with_name("guest.py")
_ADDRESS_SPACE = 256 << 30
_OPEN_FILES = 64
_SIGKILL, _SIGXCPU, _SIGXFSZ = 9, 24, 25


def python() -> Path:
    """The interpreter behind a virtual environment: the sandbox shows no more than its standard library."""
    base = getattr(sys, "_base_executable", None) or sys.executable
    return Path(base).resolve()


def python_files() -> list[Path]:
    """What `python -I -S` needs to start: the program, its library folder, and libpython."""
    found = [python(), Path(sysconfig.get_path("stdlib"))]
    folder, name = sysconfig.get_config_var("LIBDIR"), sysconfig.get_config_var("INSTSONAME")
    if folder and name and (Path(folder) / name).exists():
        found.append(Path(folder) / name)
    return found


def configuration(
    toolchain: Toolchain,
    arguments: Sequence[str],
    limits: Limits,
    *,
    scratch: str,
    report: int,
    layers: bool,
    read: Sequence[Path],
    program: Path | None = None,
) -> str:
    """CONFIG of guest.py, or of session.py with the `program` that stays.

    layers: also use Landlock, seccomp and a limit on processes.
    """
    library, executable = toolchain.library, toolchain.executable
    variables = dict(environment(toolchain.search_path))
    if program is not None:
        library, executable = None, program
        # It would ask `lean` where Lean lies, and nothing can be started.
        variables["LEAN_SYSROOT"] = str(_sysroot(toolchain))
    filtered = layers and seccomp.supported()
    # A shared library is loaded before the filter is there, a program after.
    calls = seccomp.program(executes=library is None) if filtered else b""
    config: dict[str, Any] = {
        "scratch": scratch,
        "arguments": list(arguments),
        "library": str(library) if library else None,
        "executable": str(executable) if executable else None,
        "environment": variables,
        "report": report,
        "cpu_s": cpu_net(limits.cpu_s) if program is None else None,
        "memory": limits.memory,
        "address": limits.memory + _ADDRESS_SPACE,
        "file_size": limits.scratch,
        "open_files": _OPEN_FILES,
        "threads": limits.processes if layers else None,
        "seccomp": base64.b64encode(calls).decode() if filtered else None,
        "landlock": layers,
        "read": [str(path) for path in read],
    }
    return json.dumps(config)


def _sysroot(toolchain: Toolchain) -> Path:
    """The folder whose `lib/lean` has Lean's own library, where the toolchain is a whole one."""
    if toolchain.executable is not None:
        return toolchain.executable.parent.parent
    return toolchain.readable[0]


def outcome(collected: Collected, limits: Limits) -> Outcome:
    """Read the report; a missing one is our failure unless a limit ended the process from outside."""
    if collected.stopped is not None:
        return _outcome(collected, stopped=collected.stopped)
    line, _, module = collected.report.partition(b"\n")
    try:
        report = json.loads(line)
        code, trouble = int(report["code"]), str(report["trouble"])
        cpu_s, size, stopped = float(report["cpu_s"]), report["module"], report["stopped"]
        beside = report["beside"]
        whole = len(module) == int(size or 0) + int(beside or 0)
    except (ValueError, KeyError, TypeError):
        text = collected.errors.decode(errors="replace").strip()[-500:]
        return _outcome(collected, failure=f"the sandbox ended with code {collected.code}: {text}")
    if trouble:
        return _outcome(collected, failure=f"Lean could not be confined or loaded: {trouble}")
    if not collected.drained:
        return _outcome(
            collected,
            failure="its output can't be read to the end, or processes were left behind that hold it open",
        )
    if not whole:
        return _outcome(collected, failure="the module didn't arrive whole")
    stop = _stop_of(code, cpu_s, limits) or (Stop(stopped) if stopped in ("memory", "files") else None)
    parts = (None, b"") if size is None else (module[:size], module[size:])
    return _outcome(collected, stopped=stop, code=code, module=parts[0], beside=parts[1], cpu_s=cpu_s)


def _outcome(
    collected: Collected,
    *,
    stopped: Stop | None = None,
    code: int | None = None,
    module: bytes | None = None,
    beside: bytes = b"",
    cpu_s: float = 0.0,
    failure: str | None = None,
) -> Outcome:
    return Outcome(
        stopped=stopped,
        code=code,
        output=collected.output,
        errors=collected.errors,
        module=module,
        beside=beside,
        cpu_s=cpu_s,
        wall_s=collected.wall_s,
        failure=failure,
    )


def _stop_of(code: int, cpu_s: float, limits: Limits) -> Stop | None:
    # What was measured decides: the kernel's own limit is a net behind it, and another may come in between.
    if code == -_SIGXCPU or cpu_s >= limits.cpu_s:
        return Stop.CPU
    return Stop.FILES if code == -_SIGXFSZ else None
