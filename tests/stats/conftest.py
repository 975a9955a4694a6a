"""Let the tests of this folder import `synthetic_summary`."""

from __future__ import annotations
