"""The application's side of programs/guest.py: its command line, its configuration and its report."""

from __future__ import annotations

import base64
import json
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from harness.lean.embedded import environment
from harness.lean.toolchain import Toolchain
from harness.sandbox import seccomp
from harness.sandbox.base import Limits, Outcome, Stop, cpu_net
from harness.sandbox.process import Collected
from harness.sandbox.protocol import SOURCE

PACKAGE = Path(__file__).parents[1]
"""Our own code."""
GUEST, SESSION = "harness.sandbox.programs.guest", "harness.sandbox.programs.session"
ADDRESS_SPACE = 256 << 30
"""Bytes of addresses beyond the limit on memory: Lean reserves far more than it uses."""
OPEN_FILES = 64
"""Descriptors of a process that runs Lean."""
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


def command(program: str, *arguments: str) -> list[str]:
    """The command line that runs `main` of one of our modules, which sees the standard library and our
    code."""
    code = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); from {program} import main; main()"
    return [str(python()), "-I", "-S", "-c", code, *arguments]


@cache
def compile_programs() -> None:
    """Have Python's compiled files of what starts inside, where none can be written: it saves 6 ms a start.

    Where they can't be written here either, nothing happens.
    """
    import compileall

    compileall.compile_dir(PACKAGE / "sandbox", quiet=2)


@dataclass(frozen=True, slots=True)
class Inside:
    """What the guest's child becomes.

    arguments: of its command line. program: one that is linked with Lean; None is the toolchain's Lean.
    input: the name of the file that the text is put into. stays: it answers one request after another.
    collect: whether the module that it writes is wanted.
    """

    arguments: tuple[str, ...] = ()
    program: Path | None = None
    input: str = SOURCE
    stays: bool = False
    collect: bool = True


def configuration(
    toolchain: Toolchain,
    inside: Inside,
    limits: Limits,
    *,
    scratch: str,
    report: int,
    layers: bool,
    read: Sequence[Path],
) -> str:
    """CONFIG of guest.py, or of session.py for what stays.

    layers: also use Landlock, seccomp, a limit on processes, and no capabilities. Without a sandbox around it
    the limit would count this user's other processes, and Lean may need this user's rights to read its files.
    """
    library, executable = toolchain.library, toolchain.executable
    variables = dict(environment(toolchain.search_path))
    if inside.program is not None:
        library, executable = None, inside.program
        if not inside.stays:
            variables = dict(environment((Path(scratch), *toolchain.search_path)))
        # It would ask `lean` where Lean lies, and nothing can be started.
        variables["LEAN_SYSROOT"] = str(_sysroot(toolchain))
    filtered = layers and seccomp.supported()
    # A shared library is loaded before the filter is there, a program after.
    calls = seccomp.program("elaborate" if library else "execute") if filtered else b""
    config: dict[str, Any] = {
        "scratch": scratch,
        "input": inside.input,
        "arguments": inside.arguments,
        "library": str(library) if library else None,
        "executable": str(executable) if executable else None,
        "environment": variables,
        "report": report,
        # Of what stays, each request has a limit of its own.
        "cpu_s": None if inside.stays else cpu_net(limits.cpu_s),
        "memory": limits.memory,
        "address": limits.memory + ADDRESS_SPACE,
        "file_size": limits.scratch,
        "open_files": OPEN_FILES,
        "threads": limits.processes if layers else None,
        "seccomp": base64.b64encode(calls).decode() if filtered else None,
        "landlock": layers,
        "read": [str(path) for path in read],
        "capabilities": not layers,
        "collect": inside.collect,
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
