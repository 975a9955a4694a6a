"""Sandboxes, found by name."""

from harness.registry import Registry
from harness.sandbox.base import Limits, Outcome, Sandbox, Stop, cpu_net

SANDBOXES = Registry(
    "sandbox",
    "sandboxes",
    {
        "bubblewrap": "harness.sandbox.bubblewrap:Bubblewrap",
        "none": "harness.sandbox.none:NoSandbox",
    },
)

__all__ = ["SANDBOXES", "Limits", "Outcome", "Sandbox", "Stop", "cpu_net"]
