"""A replay server whose children run the Python program that they get as a module, in place of a replay."""

from __future__ import annotations

import base64
import json
import os
import socket
import sys
from typing import Any

import attacks

from harness.checker.audit import Depth
from harness.checker.replay.programs.server import ReplayServer
from harness.lean.olean import Name
from harness.sandbox.syscalls import SystemCallFilter


class HostileServer(ReplayServer):
    """Its children give what the program puts into ANSWERS as the kernel's word."""

    def _examine(self, theorem: Name | None, level: Depth, compare: bool) -> dict[str, Any]:
        with open(3, "rb", closefd=False) as file:
            text = file.read()
        names: dict[str, Any] = {**vars(attacks), "ANSWERS": {}}
        exec(text, names)
        return {"ok": True, "detail": json.dumps(names["ANSWERS"])}


def main() -> None:
    """Be such a server, as the real one's CONFIG says; nothing of Lean is loaded."""
    config = json.loads(sys.argv[1])
    channel = socket.socket(fileno=config["socket"])
    syscalls = SystemCallFilter(base64.b64decode(config["filter"]))
    "x".encode("idna")
    server = HostileServer(channel, None, 0, [], syscalls, config["landlock"])  # type: ignore[arg-type]
    channel.send(json.dumps({"ready": True}).encode())
    server.serve()
    os._exit(0)
