"""The first program inside the sandbox: python -I -S guest.py CONFIG (standard library only).

Standard input is the text to check. A child is limited, filtered and becomes Lean; this parent stays
outside the filter, watches the child's memory, and writes one report to the descriptor `report`:
a line of JSON, then the bytes of the compiled module and of the file beside it, whose sizes the line tells,
null where there is none. The child can't reach that descriptor.

CONFIG is JSON: scratch (folder), arguments (of lean), library or executable, environment,
report (descriptor), the limits cpu_s (null for none), memory, address, file_size, open_files and threads
(seconds, bytes, numbers), seccomp (a filter in base64, or null), landlock (bool), read (what stays readable).
"""

import base64
import contextlib
import ctypes
import errno
import itertools
import json
import os
import resource
import select
import signal
import stat
import struct
import sys
import time
from typing import Any

TICK_S = 0.01
_INPUT = "Candidate.lean"
MODULE = "Candidate.olean"
BESIDE = MODULE + ".deps"  # what a snapshot rests on
_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS, _PR_SET_PDEATHSIG, _PR_SET_SECCOMP = 4, 38, 1, 22
_SECCOMP_MODE_FILTER = 2
_IOLBF = 1
FILES = 64
"""Files and folders in the scratch folder: each takes memory of the kernel's, an empty one too."""
_COUNTED = frozenset((b"RssAnon", b"VmSwap", b"VmPTE"))
_STATUS_BYTES = 1 << 14
BEGAN = b"began"
"""What a child says on `status` once nothing is left to go wrong before Lean starts."""
NOT_A_FILE = frozenset(
    {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO, errno.EACCES, errno.EPERM, errno.EISDIR}
)
"""Errors of opening that say what lies there, or that nothing does; others say what we lack."""
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_READ_ONLY = 0x1 | 0x4 | 0x8  # execute, read a file, list a folder
_READ_WRITE = 0x2 | 0x4 | 0x8 | 0x10 | 0x20 | 0x80 | 0x100
_TRUNCATE = 0x4000

_libc = ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, *values: int) -> None:
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    if _libc.prctl(option, *padded) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}")


def hide_memory() -> None:
    """Let no process of the same user trace this one or read its memory."""
    _prctl(_PR_SET_DUMPABLE, 0)


def _syscall(number: int, *values: object) -> int:
    result: int = _libc.syscall(ctypes.c_long(number), *values)
    if result < 0:
        raise OSError(ctypes.get_errno(), f"system call {number}")
    return result


def _restrict_files(scratch: str, readable: list[str]) -> None:
    """Landlock: read `readable`, write in `scratch`; no TCP, no signals or abstract sockets outwards."""
    abi = _libc.syscall(ctypes.c_long(_LANDLOCK_CREATE), None, ctypes.c_size_t(0), ctypes.c_uint(1))
    if abi < 1:
        raise OSError("this kernel has no Landlock")
    files = (1 << 13) - 1
    files |= (1 << 13 if abi >= 2 else 0) | (1 << 14 if abi >= 3 else 0) | (1 << 15 if abi >= 5 else 0)
    attribute = struct.pack("<QQQ", files, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = _syscall(_LANDLOCK_CREATE, attribute, ctypes.c_size_t(size), ctypes.c_uint(0))
    own = _READ_WRITE | (_TRUNCATE if abi >= 3 else 0)
    for rights, path in [(_READ_ONLY, path) for path in readable] + [(own, scratch)]:
        try:
            handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        if not os.path.isdir(path):
            rights &= 0x1 | 0x2 | 0x4
        rule = struct.pack("<Qi", rights, handle)
        _syscall(_LANDLOCK_ADD, ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint(0))
        os.close(handle)
    _syscall(_LANDLOCK_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint(0))
    os.close(ruleset)


def _filter_calls(encoded: str) -> None:
    program = ctypes.create_string_buffer(base64.b64decode(encoded))
    count = (len(program) - 1) // 8
    header = ctypes.create_string_buffer(struct.pack("<HxxxxxxQ", count, ctypes.addressof(program)))
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(header))


def exit_at(number: int) -> None:
    """From here on the signal ends this process with its number as the exit code."""
    _libc.signal.argtypes, _libc.signal.restype = [ctypes.c_int, ctypes.c_void_p], ctypes.c_void_p
    _libc.signal(number, ctypes.cast(_libc._exit, ctypes.c_void_p))


def _limit(what: int, value: int, hard: int | None = None) -> None:
    _, ceiling = resource.getrlimit(what)
    top = hard if hard is not None else value
    if ceiling != resource.RLIM_INFINITY:
        value, top = min(value, ceiling), min(top, ceiling)
    resource.setrlimit(what, (value, top))


def become_lean(config: dict[str, Any], status: int) -> None:
    """Limit this process and become Lean; BEGAN goes to `status`, and what went wrong before Lean started."""
    try:
        os.setsid()
        # As in a fork server's child, where no signal can end the process by itself. SIGPIPE stays ignored.
        for number in (signal.SIGXFSZ, signal.SIGXCPU):
            exit_at(number)
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if config["cpu_s"] is not None:
            _limit(resource.RLIMIT_CPU, config["cpu_s"], config["cpu_s"] + 1)
        _limit(resource.RLIMIT_FSIZE, config["file_size"])
        _limit(resource.RLIMIT_NOFILE, config["open_files"])
        if config["threads"]:
            _limit(resource.RLIMIT_NPROC, config["threads"])
        for what in (resource.RLIMIT_CORE, resource.RLIMIT_MEMLOCK, resource.RLIMIT_MSGQUEUE):
            _limit(what, 0)
        _limit(resource.RLIMIT_AS, config["address"])
        os.closerange(3, status)
        os.closerange(status + 1, 1 << 16)
        os.environ.clear()
        os.environ.update(config["environment"])
        lean = ctypes.CDLL(config["library"]) if config["library"] else None
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        if config["landlock"]:
            _restrict_files(config["scratch"], config["read"])
        if config["seccomp"]:
            _filter_calls(config["seccomp"])
        os.write(status, BEGAN)
        argv = [b"lean", *(os.fsencode(argument) for argument in config["arguments"])]
        if lean is None:
            # Closes `status`, as every descriptor that Python opened.
            os.execve(config["executable"], argv, os.environ)
    except BaseException as error:  # noqa: BLE001  whatever it is, the parent must hear of it
        os.write(status, f"{type(error).__name__}: {error}".encode()[:2000])
        os._exit(97)
    os.close(status)
    # Each message leaves as soon as it is whole: at a limit, an error before it decides.
    _libc.setvbuf(ctypes.c_void_p.in_dll(_libc, "stdout"), None, _IOLBF, ctypes.c_size_t(0))
    code = lean.lean_main(len(argv), (ctypes.c_char_p * (len(argv) + 1))(*argv, None))
    _libc.fflush(None)
    os._exit(code & 0xFF)


def resident(handle: int) -> int:
    """Bytes of memory of the process whose /proc/PID/status is open as `handle`; 0 once it is dead.

    Its anonymous memory, resident or swapped out, and its page tables: reading one byte of each 2 MiB of a
    large reservation takes 4 KiB of tables and nothing else.
    """
    total = 0
    for line in os.pread(handle, _STATUS_BYTES, 0).split(b"\n"):
        name, _, value = line.partition(b":")
        if name in _COUNTED:
            total += int(value.split()[0]) << 10
    return total


def trouble_in(told: bytes) -> str:
    """What went wrong before Lean started, from what a child said on `status`; empty when it did start."""
    if told == BEGAN:
        return ""
    text = told.removeprefix(BEGAN).decode(errors="replace")
    return text or "the process ended before Lean was started"


class Folder:
    """A candidate's folder, where a file has less than `size` bytes, and there are less than `most` of them.

    path: it, or a descriptor of it. most: None where other files than the candidate's are on its file system.
    """

    def __init__(self, path: str | int, size: int, most: int | None) -> None:
        self._path, self._size, self._most = path, size, most

    def has_too_many(self) -> bool:
        """Whether there are as many files and folders in it, itself among them, as may never be."""
        if self._most is None:
            return False
        status = os.statvfs(self._path)
        return status.f_files - status.f_ffree >= self._most

    def is_full(self) -> bool:
        """Whether no more could be written, or a file is as large as one may be."""
        if os.statvfs(self._path).f_bavail == 0 or self.has_too_many():
            return True
        with os.scandir(self._path) as entries:
            sizes = (entry.stat(follow_symlinks=False).st_size for entry in itertools.islice(entries, FILES))
            return any(size >= self._size for size in sizes)


def scratch_folder(config: dict[str, Any]) -> Folder:
    """The current folder, with the input in it."""
    return Folder(".", config["file_size"], FILES + 1 if config["landlock"] else None)


def _watch(pid: int, memory: int, folder: Folder) -> tuple[str | None, int]:
    """Wait for the child's end; kill it when it passes a limit of memory or of the number of files. What
    stopped it, its peak."""
    stopped, peak = None, 0
    process = os.pidfd_open(pid)
    status = os.open(f"/proc/{pid}/status", os.O_RDONLY | os.O_CLOEXEC)
    poll = select.poll()
    poll.register(process, select.POLLIN)
    while not poll.poll(TICK_S * 1000):
        with contextlib.suppress(OSError, ValueError):
            peak = max(peak, resident(status))
        if stopped is None:
            stopped = "memory" if peak > memory else "files" if folder.has_too_many() else None
            if stopped is not None:
                signal.pidfd_send_signal(process, signal.SIGKILL)
    os.close(status)
    os.close(process)
    return stopped, peak


def _store_input(limit: int) -> None:
    with open(_INPUT, "wb") as file:
        left = limit
        while left > 0 and (block := os.read(0, min(left, 1 << 16))):
            file.write(block)
            left -= len(block)


def written(name: str, limit: int) -> bytes | None:
    """The bytes of a file in this folder; None when there is no plain one of at most `limit` bytes.

    Raises OSError when it can't be told.
    """
    try:
        # The folder is the candidate's, so no links and no pipes.
        source = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in NOT_A_FILE:
            return None
        raise
    try:
        status = os.fstat(source)
        if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
            return None
        return _read_all(source)
    finally:
        os.close(source)


def _read_all(handle: int) -> bytes:
    blocks = []
    while block := os.read(handle, 1 << 20):
        blocks.append(block)
    return b"".join(blocks)


def _report(handle: int, answer: dict[str, Any], limit: int) -> None:
    module = beside = None
    try:
        module = written(MODULE, limit)
        beside = None if module is None else written(BESIDE, limit - len(module))
    except OSError as error:
        answer["trouble"] = f"the module can't be looked for: {error}"
    answer["module"] = None if module is None else len(module)
    answer["beside"] = None if beside is None else len(beside)
    data = json.dumps(answer).encode() + b"\n" + (module or b"") + (beside or b"")
    while data:
        data = data[os.write(handle, data) :]


def main() -> None:
    """Run one candidate as CONFIG says."""
    config = json.loads(sys.argv[1])
    os.chdir(config["scratch"])
    hide_memory()
    _store_input(config["file_size"])
    folder = scratch_folder(config)
    read_end, write_end = os.pipe()
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        become_lean(config, write_end)
    os.close(write_end)
    trouble = trouble_in(_read_all(read_end))
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
    _report(config["report"], answer, config["file_size"])


if __name__ == "__main__":
    main()
