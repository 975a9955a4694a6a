"""Sandboxes, found by name.

Nothing is imported before it is asked for: the programs inside start with this package, too.
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from harness.sandbox._registry import SANDBOXES
    from harness.sandbox.base import Limits, Outcome, Sandbox, Stop, cpu_net

__all__ = ["SANDBOXES", "Limits", "Outcome", "Sandbox", "Stop", "cpu_net"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = "_registry" if name == "SANDBOXES" else "base"
    found = globals()[name] = getattr(importlib.import_module(f"{__name__}.{module}"), name)
    return found
