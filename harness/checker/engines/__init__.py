"""Engines: ways to have Lean elaborate a text."""

from harness.checker.engines.base import Elaboration, Engine, SharingEngine, apart
from harness.checker.engines.process import ProcessEngine

__all__ = ["Elaboration", "Engine", "ProcessEngine", "SharingEngine", "apart"]
