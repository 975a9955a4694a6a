"""The first program inside the sandbox: `main()` with CONFIG. A child of it becomes Lean, or what runs Lean.

Standard input is the text to check. The child is confined; this parent stays outside of Landlock and the
filter, watches the child's memory, and writes one report to the descriptor `report`: a line of JSON, then the
bytes of the compiled module and of the file beside it, whose sizes the line tells, null where there is none.
The child can't reach that descriptor.

CONFIG is JSON: scratch (folder), input (the name that the text gets there), arguments (of the program),
library or executable, environment, report (descriptor), the limits cpu_s (null for none), memory, address,
file_size, open_files and threads (seconds, bytes, numbers), seccomp (a filter in base64, or null), landlock
(bool), read (what stays readable), capabilities (bool: whether the child keeps them), collect (bool: whether
the module is wanted).
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import json
import os
import select
import signal
import sys
import time

from harness.sandbox import watch
from harness.sandbox.confine import Confinement, Landlock, apply
from harness.sandbox.protocol import BESIDE, MODULE
from harness.sandbox.syscalls import SystemCallFilter, hide_memory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TICK_S = 0.01
"""Time between two looks at the child."""
_STATUS = 3
_IOLBF = 1


def confinement(config: dict[str, Any], parent: int, status: int) -> Confinement:
    """The child's; its descriptor 3 is `status`, which closes when it becomes another program."""
    folders = None
    if config["landlock"]:
        folders = Landlock(
            # What newer versions add (network, scopes), the namespaces around this hold as well.
            least=1,
            read=config["read"],
            execute=config["library"] is None,
            scratch=config["scratch"],
        )
    return Confinement(
        parent=parent,
        descriptors=(0, 1, 2, status),
        # The sandbox around it has its own; there is one child in it.
        user_namespace=False,
        # The sandbox around it has its own, with Lean's files, of which Landlock shows those that it needs.
        root=None,
        cpu_s=config["cpu_s"],
        # Lean maps its modules as private writable memory, all of a library: what it uses is measured.
        data=None,
        address=config["address"],
        file_size=config["file_size"],
        open_files=config["open_files"],
        processes=config["threads"],
        landlock=folders,
        capabilities=config["capabilities"],
        filter=SystemCallFilter(base64.b64decode(config["seccomp"])) if config["seccomp"] else None,
    )


def become_lean(config: dict[str, Any], parent: int, status: int) -> None:
    """Confine this child of `parent` and become Lean; BEGAN goes to `status`, or what kept it from that."""
    try:
        os.environ.clear()
        os.environ.update(config["environment"])
        # Loaded before the filter is there, which lets no file be mapped as code.
        lean = ctypes.CDLL(config["library"]) if config["library"] else None
        apply(confinement(config, parent, status))
        os.write(_STATUS, watch.BEGAN)
        argv = [b"lean", *(os.fsencode(argument) for argument in config["arguments"])]
        if lean is None:
            os.execve(config["executable"], argv, os.environ)
    except BaseException as error:  # noqa: BLE001  whatever it is, the parent must hear of it
        watch.tell_trouble(error, status, _STATUS)
        os._exit(97)
    os.close(_STATUS)
    # Each message leaves as soon as it is whole: at a limit, an error before it decides.
    libc = ctypes.CDLL(None)
    libc.setvbuf(ctypes.c_void_p.in_dll(libc, "stdout"), None, _IOLBF, ctypes.c_size_t(0))
    code = lean.lean_main(len(argv), (ctypes.c_char_p * (len(argv) + 1))(*argv, None))
    libc.fflush(None)
    os._exit(code & 0xFF)


def scratch_folder(config: dict[str, Any]) -> watch.Folder:
    """The current folder, with the input in it."""
    return watch.Folder(".", config["file_size"], watch.FILES + 1 if config["landlock"] else None)


def _watch(pid: int, memory: int, folder: watch.Folder) -> tuple[str | None, int]:
    """Wait for the child's end; kill it when it passes a limit of memory or of the number of files. What
    stopped it, its peak."""
    stopped, peak = None, 0
    process = os.pidfd_open(pid)
    status = os.open(f"/proc/{pid}/status", os.O_RDONLY | os.O_CLOEXEC)
    poll = select.poll()
    poll.register(process, select.POLLIN)
    while not poll.poll(TICK_S * 1000):
        with contextlib.suppress(OSError, ValueError):
            peak = max(peak, watch.resident(status))
        if stopped is None:
            stopped = "memory" if peak > memory else "files" if folder.has_too_many() else None
            if stopped is not None:
                signal.pidfd_send_signal(process, signal.SIGKILL)
    os.close(status)
    os.close(process)
    return stopped, peak


def _store_input(name: str, limit: int) -> None:
    with open(name, "wb") as file:  # noqa: PTH123
        left = limit
        while left > 0 and (block := os.read(0, min(left, 1 << 16))):
            file.write(block)
            left -= len(block)


def written(name: str, limit: int) -> bytes | None:
    """The bytes of a file in this folder; None when there is no plain one of at most `limit` bytes.

    Raises OSError when it isn't known.
    """
    handle = watch.open_written(name, limit)
    if handle is None:
        return None
    try:
        return _read_all(handle)
    finally:
        os.close(handle)


def _read_all(handle: int) -> bytes:
    blocks = []
    while block := os.read(handle, 1 << 20):
        blocks.append(block)
    return b"".join(blocks)


def _report(config: dict[str, Any], answer: dict[str, Any]) -> None:
    module = beside = None
    limit = config["file_size"]
    try:
        if config["collect"]:
            module = written(MODULE, limit)
            beside = None if module is None else written(BESIDE, limit - len(module))
    except OSError as error:
        answer["trouble"] = f"the module can't be looked for: {error}"
    answer["module"] = None if module is None else len(module)
    answer["beside"] = None if beside is None else len(beside)
    data = json.dumps(answer).encode() + b"\n" + (module or b"") + (beside or b"")
    while data:
        data = data[os.write(config["report"], data) :]


def main() -> None:
    """Run one text as CONFIG says."""
    config = json.loads(sys.argv[1])
    os.chdir(config["scratch"])
    hide_memory()
    _store_input(config["input"], config["file_size"])
    folder = scratch_folder(config)
    read_end, write_end = os.pipe()
    started = time.monotonic()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        become_lean(config, parent, write_end)
    os.close(write_end)
    trouble = watch.trouble_in(_read_all(read_end))
    stopped, peak = _watch(pid, config["memory"], folder)
    _, status, usage = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if stopped is None and code != 0 and folder.is_full():
        stopped = "files"
    answer = {
        "code": code,
        "stopped": stopped,
        "trouble": trouble,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "wall_s": time.monotonic() - started,
        "peak": max(peak, 0),
    }
    _report(config, answer)
