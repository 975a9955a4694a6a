"""Checking on a server: ours, with whole verdicts, or one of which only messages are seen."""

from __future__ import annotations

from harness.checker.remote.connect import Wanted, connect
from harness.checker.remote.options import KEY_VARIABLE, Api, ServerOptions

__all__ = ["KEY_VARIABLE", "Api", "ServerOptions", "Wanted", "connect"]
