"""The sandboxes by name."""

from __future__ import annotations

from harness.registry import Registry

SANDBOXES = Registry(
    "sandbox",
    "sandboxes",
    {
        "bubblewrap": "harness.sandbox.bubblewrap:Bubblewrap",
        "none": "harness.sandbox.none:NoSandbox",
    },
)
