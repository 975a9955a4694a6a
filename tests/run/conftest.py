"""Let the tests of this folder import `run_parts`."""

from __future__ import annotations
