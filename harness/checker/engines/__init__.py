"""Engines: ways to have Lean elaborate a text."""

from harness.checker.engines.base import Elaboration, Engine
from harness.checker.engines.process import ProcessEngine

__all__ = ["Elaboration", "Engine", "ProcessEngine"]
