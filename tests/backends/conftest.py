"""Let the tests of this folder import `openai_server`."""

from __future__ import annotations
