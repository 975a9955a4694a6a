"""Let the tests of this folder import `lake_shaped`."""

from __future__ import annotations
