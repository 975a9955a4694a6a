"""Files, listeners and places that attacks aim at."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from confined import Places

import harness
from harness.lean.toolchain import Toolchain


@pytest.fixture
def places(toolchain: Toolchain, tmp_path: Path) -> Places:
    """Where attacks are made from, with a folder that the sandbox's user may read."""
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    return Places(toolchain, tmp_path)


@pytest.fixture
def targets(toolchain: Toolchain, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """Listeners of every kind and a secret file, outside; see `attacks.attempts`."""
    secret = tmp_path / "secret"
    secret.write_text("secret")
    secret.chmod(0o666)
    abstract, path = f"\0prover-eval-test-{tmp_path.name}-{id(secret)}", str(tmp_path / "s")
    servers = []
    for family, address in (
        (socket.AF_INET, ("127.0.0.1", 0)),
        (socket.AF_UNIX, path),
        (socket.AF_UNIX, abstract),
    ):
        server = socket.socket(family, socket.SOCK_STREAM)
        server.bind(address)
        server.listen()
        servers.append(server)
        threading.Thread(target=_accept, args=(server,), daemon=True).start()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        yield {
            "secret": str(secret),
            "library": str(toolchain.search_path[0]),
            "code": str(Path(harness.__file__).parent / "sandbox" / "confine.py"),
            "tcp": servers[0].getsockname()[1],
            "udp": udp.getsockname()[1],
            "unix": path,
            "abstract": abstract,
            "executes": False,
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
