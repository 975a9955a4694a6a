"""Engines: ways to have Lean elaborate a text."""

from __future__ import annotations

from harness import lazily

TYPE_CHECKING = False
if TYPE_CHECKING:
    from harness.checker.engines.base import Elaboration, Engine
    from harness.checker.engines.process import ProcessEngine

__all__ = ["Elaboration", "Engine", "ProcessEngine"]

__getattr__ = lazily.names(
    __name__,
    {
        "Elaboration": "harness.checker.engines.base",
        "Engine": "harness.checker.engines.base",
        "ProcessEngine": "harness.checker.engines.process",
    },
)
