"""What hostile code in the sandbox can reach: nothing. Its twin: the same code outside reaches it."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, guest_request, seccomp
from harness.sandbox.bubblewrap import SCRATCH, Bubblewrap

ATTACK = Path(__file__).with_name("attack.py")
ALLOWED = {"write scratch", "read the library"}
# What an ordinary process may do, so that the attempts are known to work where nothing forbids them.
WORKS_OUTSIDE = {
    "read /etc/passwd",
    "read a host file",
    "tcp",
    "udp",
    "unix socket",
    "abstract socket",
    "fork",
    "executable memory",
    "shared memory",
    "memfd",
    "see other processes",
}

# What the namespaces and the read-only root stop without help from the filter.
OUTWARD = {
    "write the library", "overwrite a module", "write /tmp", "write the root", "write the guest",
    "read /etc/passwd", "read a host file", "tcp", "unix socket", "abstract socket", "mount",
    "new namespaces", "load a kernel module", "set the clock",
}  # fmt: skip


@pytest.fixture
def targets(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """Listeners of every kind and a secret file, outside."""
    secret = tmp_path / "secret"
    secret.write_text("secret")
    servers = []
    for family, address in (
        (socket.AF_INET, ("127.0.0.1", 0)),
        (socket.AF_UNIX, str(tmp_path / "s")),
        (socket.AF_UNIX, f"\0prover-eval-test-{tmp_path.name}-{id(secret)}"),
    ):
        server = socket.socket(family, socket.SOCK_STREAM)
        server.bind(address)
        server.listen()
        servers.append(server)
        threading.Thread(target=_accept, args=(server,), daemon=True).start()
    yield {
        "secret": str(secret),
        "tcp": servers[0].getsockname()[1],
        "unix": str(tmp_path / "s"),
        "abstract": f"prover-eval-test-{tmp_path.name}-{id(secret)}",
    }
    for server in servers:
        server.shutdown(socket.SHUT_RDWR)
        server.close()


def _accept(server: socket.socket) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        connection.recv(1)
        connection.close()


def configuration(
    toolchain: Toolchain, targets: dict[str, Any], attempts: set[str], *, confined: bool
) -> dict[str, Any]:
    library = toolchain.search_path[0]
    return {
        **targets,
        "confined": confined,
        "attempts": sorted(attempts),
        "library_folder": str(library),
        "module": str(next(library.rglob("*.olean"))),
        "scratch": SCRATCH,
        "report": 9,
        "read": [
            str(path) for path in (*guest_request.python_files(), *toolchain.readable, Path("/usr/lib"))
        ],
        "seccomp": base64.b64encode(seccomp.program()).decode(),
    }


def attack(command: list[str]) -> dict[str, str | None]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.skipif(not seccomp.supported(), reason="the filter is for x86-64 Linux")
def test_nothing_can_be_reached_from_inside(toolchain: Toolchain, targets: dict[str, Any]) -> None:
    config = configuration(toolchain, targets, set(), confined=True)
    shown = replace(toolchain, readable=(*toolchain.readable, ATTACK))
    inner = [
        str(guest_request.python()),
        "-I",
        "-S",
        str(ATTACK),
        str(guest_request.GUEST),
        json.dumps(config),
    ]
    answers = attack(Bubblewrap().command(shown, Limits(), inner))
    assert {name for name, error in answers.items() if error is None} == ALLOWED


def test_namespaces_alone_hide_the_host(toolchain: Toolchain, targets: dict[str, Any]) -> None:
    """Without filter and Landlock the namespaces must still hold: each layer stands by itself."""
    config = configuration(toolchain, targets, OUTWARD | ALLOWED, confined=False)
    shown = replace(toolchain, readable=(*toolchain.readable, ATTACK))
    inner = [
        str(guest_request.python()),
        "-I",
        "-S",
        str(ATTACK),
        str(guest_request.GUEST),
        json.dumps(config),
    ]
    answers = attack(Bubblewrap().command(shown, Limits(), inner))
    assert {name for name, error in answers.items() if error is None} == ALLOWED


def test_the_same_attempts_work_outside(toolchain: Toolchain, targets: dict[str, Any]) -> None:
    config = configuration(toolchain, targets, WORKS_OUTSIDE, confined=False)
    answers = attack([sys.executable, "-I", "-S", str(ATTACK), str(guest_request.GUEST), json.dumps(config)])
    assert {name for name, error in answers.items() if error is None} == WORKS_OUTSIDE
