"""A fork server whose children run `attack` of the library that the test compiled, in place of Lean."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from typing import Any

from harness.checker.forkserver import serve


def prepare(config: Mapping[str, Any]) -> Callable[[], serve.Ready]:
    """Load the library while it can be seen."""
    library = ctypes.CDLL(config["library"])

    def work(text: bytes, heartbeats: int) -> int:
        return int(library.attack(text)) & 0xFF

    return lambda: serve.Ready(work)


def main() -> None:
    """Be such a server."""
    serve.main(prepare)
