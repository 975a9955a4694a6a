"""Let the tests of this folder import `corpus`."""

from __future__ import annotations
