"""Sandboxes, found by name."""

from harness.checker.sandbox.base import Limits, Outcome, Sandbox, Stop, cpu_net
from harness.registry import Registry

SANDBOXES = Registry(
    "sandbox",
    "sandboxes",
    {
        "bubblewrap": "harness.checker.sandbox.bubblewrap:Bubblewrap",
        "none": "harness.checker.sandbox.none:NoSandbox",
    },
)

__all__ = ["SANDBOXES", "Limits", "Outcome", "Sandbox", "Stop", "cpu_net"]
