"""A fork server whose children run `attack` of the library that the test compiled, in place of Lean."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Mapping
from typing import Any

from harness.checker.engines.fork.programs import serve
from harness.lean.native.commands import END


def prepare(config: Mapping[str, Any]) -> Callable[[], serve.Ready]:
    """Load the library while it can be seen."""
    library = ctypes.CDLL(config["library"])

    def work(text: bytes, heartbeats: int) -> int:
        # As Lean's parser does for a text without a command, before anything of the candidate runs.
        os.write(serve.COMMANDS, END.encode() + b"\n")
        os.close(serve.COMMANDS)
        return int(library.attack(text)) & 0xFF

    return lambda: serve.Ready(work)


def main() -> None:
    """Be such a server."""
    serve.main(prepare)
