"""Sandboxes, found by name."""

from __future__ import annotations

from harness import lazily

TYPE_CHECKING = False
if TYPE_CHECKING:
    from harness.sandbox._registry import SANDBOXES
    from harness.sandbox.base import Limits, Outcome, Sandbox, Stop, cpu_net

__all__ = ["SANDBOXES", "Limits", "Outcome", "Sandbox", "Stop", "cpu_net"]

__getattr__ = lazily.names(
    __name__,
    {
        "SANDBOXES": "harness.sandbox._registry",
        **dict.fromkeys(("Limits", "Outcome", "Sandbox", "Stop", "cpu_net"), "harness.sandbox.base"),
    },
)
