"""What the client and the server's program agree on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PACKET = 1 << 16
"""Bytes of one message at most."""
DESCRIPTORS = 4
"""Those of a request: text, output, errors and commands."""


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What a child may use; units as in `sandbox.Limits`.

    cpu_net_s: seconds of CPU time where the kernel ends it. address: bytes of addresses beyond its memory.
    open_files: descriptors.
    """

    cpu_s: float
    cpu_net_s: int
    memory: int
    address: int
    scratch: int
    open_files: int
    processes: int
    heartbeats: int

    @classmethod
    def read(cls, data: Any) -> ChildLimits:
        """Out of a request, which has them by name."""
        return cls(*(data[name] for name in cls.__slots__))
