"""Hostile code in place of Lean in a fork server: a text is a Python program that runs in the confined child.

`main` is a server whose children run such programs with the names below. A program puts what it finds into
ANSWERS, which is printed as JSON.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import mmap  # noqa: F401  for the programs
import os
import signal  # noqa: F401
import socket
import struct
import threading  # noqa: F401
import time  # noqa: F401
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.checker.engines.fork.programs.serve import Ready

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.syscall.restype = ctypes.c_long
KEPT: list[socket.socket] = []
TARGETS: dict[str, Any] = {}


def raw(number: int, *values: object) -> int:
    """A system call by its number; OSError when it fails."""
    words = [ctypes.c_long(value) if isinstance(value, int) else value for value in values]
    ctypes.set_errno(0)
    result: int = LIBC.syscall(ctypes.c_long(number), *words)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def connect(family: int, address: Any, kind: int = socket.SOCK_STREAM) -> None:
    with socket.socket(family, kind) as client:
        client.settimeout(2)
        client.connect(address)
        client.send(b"x")


def fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def read(path: str) -> None:
    handle = os.open(path, os.O_RDONLY)
    os.read(handle, 10)
    os.close(handle)


def write(path: str) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT))


def run(text: str) -> None:
    """Run a program and print what it found."""
    names = {**globals(), "ANSWERS": {}}

    def attempt(name: str, action: Callable[[], object]) -> None:
        try:
            action()
            names["ANSWERS"][name] = None
        except OSError as error:
            names["ANSWERS"][name] = errno.errorcode.get(error.errno or 0, str(error))

    names["attempt"] = attempt
    exec(text, names)
    os.write(1, json.dumps(names["ANSWERS"]).encode() + b"\n")


def work(text: bytes, heartbeats: int) -> int:
    from harness.checker.engines.fork.programs.serve import COMMANDS

    # As Lean's frontend does before anything of a candidate runs.
    os.close(COMMANDS)
    run(text.decode())
    return 0


def listen() -> None:
    """Listeners of each kind in the server's own network."""
    with socket.socket() as one:
        fcntl.ioctl(one, 0x8914, struct.pack("16sh", b"lo", 0x41 | 1))
    tcp = socket.socket()
    tcp.bind(("127.0.0.1", 0))
    tcp.listen()
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    unix = socket.socket(socket.AF_UNIX)
    unix.bind("\0attack")
    unix.listen()
    KEPT.extend((tcp, udp, unix))
    TARGETS.update(tcp=tcp.getsockname()[1], udp=udp.getsockname()[1], abstract="\0attack")


def prepare(config: Mapping[str, Any]) -> Callable[[], Ready]:
    from harness.checker.engines.fork.programs.serve import Ready

    def inside() -> Ready:
        listen()
        TARGETS["library"] = config["search_path"][0]
        return Ready(work)

    return inside


def main() -> None:
    from harness.checker.engines.fork.programs import serve

    "x".encode("idna")
    serve.main(prepare)
