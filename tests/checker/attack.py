"""Hostile code in place of a candidate: python -I -S attack.py GUEST CONFIG (standard library only).

It takes on the same confinement as Lean does, by the guest's own functions, then tries one thing after the
other and prints a JSON object: attempt -> null when it succeeded, else the error.
"""

import ctypes
import importlib.util
import json
import mmap
import os
import socket
import sys
from collections.abc import Callable
from typing import Any

spec = importlib.util.spec_from_file_location("guest", sys.argv[1])
assert spec is not None and spec.loader is not None
guest = importlib.util.module_from_spec(spec)
spec.loader.exec_module(guest)
config = json.loads(sys.argv[2])
libc = ctypes.CDLL(None, use_errno=True)


def raw(number: int, *values: object) -> None:
    if libc.syscall(ctypes.c_long(number), *values) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def write(path: str) -> None:
    with open(path, "w") as file:
        file.write("x")


def read(path: str) -> None:
    with open(path, "rb") as file:
        file.read(10)


def fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def connect(family: int, address: Any, kind: int = socket.SOCK_STREAM) -> None:
    with socket.socket(family, kind) as client:
        client.settimeout(2)
        client.connect(address)
        client.send(b"x")


def executable_memory() -> None:
    mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ | mmap.PROT_EXEC)


def shared_memory() -> None:
    mmap.mmap(-1, 4096, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)


def other_processes() -> None:
    mine = {str(os.getpid())}
    if not set(filter(str.isdigit, os.listdir("/proc"))) - mine:
        raise OSError("nobody else in sight")


ATTEMPTS: dict[str, Callable[[], object]] = {
    "write scratch": lambda: write("/scratch/allowed"),
    "read the library": lambda: os.listdir(config["library_folder"]),
    "write the library": lambda: write(config["library_folder"] + "/evil"),
    "overwrite a module": lambda: write(config["module"]),
    "write /tmp": lambda: write("/tmp/evil"),
    "write the root": lambda: write("/evil"),
    "write the guest": lambda: write(sys.argv[1]),
    "read /etc/passwd": lambda: read("/etc/passwd"),
    "read a host file": lambda: read(config["secret"]),
    "read the parent's memory": lambda: read(f"/proc/{os.getppid()}/mem"),
    "read the parent's environment": lambda: read(f"/proc/{os.getppid()}/environ"),
    "read the parent's descriptors": lambda: os.listdir(f"/proc/{os.getppid()}/fd"),
    "see other processes": other_processes,
    "write the report": lambda: os.write(config["report"], b"{}"),
    "tcp": lambda: connect(socket.AF_INET, ("127.0.0.1", config["tcp"])),
    "udp": lambda: connect(socket.AF_INET, ("127.0.0.1", config["tcp"]), socket.SOCK_DGRAM),
    "unix socket": lambda: connect(socket.AF_UNIX, config["unix"]),
    "abstract socket": lambda: connect(socket.AF_UNIX, "\0" + config["abstract"]),
    "fork": fork,
    "execute": lambda: os.execv(sys.executable, [sys.executable, "-c", "pass"]),
    "kill the parent": lambda: os.kill(os.getppid(), 9),
    "kill everybody": lambda: os.kill(-1, 0),
    "trace the parent": lambda: raw(101, 16, os.getppid(), 0, 0),
    "read another's memory": lambda: raw(310, os.getppid(), 0, 0, 0, 0, 0),
    "new namespaces": lambda: raw(272, 0x10000000),
    "mount": lambda: raw(165, b"none", b"/scratch", b"tmpfs", 0, 0),
    "chroot": lambda: raw(161, b"/scratch"),
    "io_uring": lambda: raw(425, 1, ctypes.create_string_buffer(120)),
    "memfd": lambda: os.memfd_create("x"),
    "executable memory": executable_memory,
    "shared memory": shared_memory,
    "system v memory": lambda: raw(29, 0, 4096, 0o1600),
    "raise its own limits": lambda: raw(302, 0, 0, ctypes.create_string_buffer(b"\xff" * 16), None),
    "bpf": lambda: raw(321, 0, 0, 0),
    "open by handle": lambda: raw(304, 0, 0, 0),
    "set the clock": lambda: raw(227, 0, ctypes.create_string_buffer(16)),
    "load a kernel module": lambda: raw(175, 0, 0, 0),
}


def main() -> None:
    if config["confined"]:
        guest._prctl(guest._PR_SET_NO_NEW_PRIVS, 1)
        os.closerange(3, 1 << 10)
        guest._restrict_files(config["scratch"], config["read"])
        guest._filter_calls(config["seccomp"])
    answers: dict[str, str | None] = {}
    for name in config["attempts"] or ATTEMPTS:
        try:
            ATTEMPTS[name]()
            answers[name] = None
        except (OSError, ValueError) as error:
            answers[name] = f"{type(error).__name__}: {error}"
    print(json.dumps(answers))
    sys.stdout.flush()
    os._exit(0)


main()
