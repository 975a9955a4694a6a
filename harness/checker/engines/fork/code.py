"""The copy of Lean's machine code that servers share: made once, when there is enough to do."""

from __future__ import annotations

import asyncio
import os
import threading
from pathlib import Path

from harness.lean.native.pages import code_copy


class CodeCopy:
    """One library's copy, on huge pages; see `harness.lean.native.pages`."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._made = False
        self._handle: int | None = None

    async def handle(self) -> int | None:
        """Its descriptor, made in a thread at the first call; None where there is none, and once closed."""
        return self._handle if self._made else await asyncio.to_thread(self._make)

    def _make(self) -> int | None:
        with self._lock:
            if not self._made:
                self._made, self._handle = True, code_copy(self._library)
            return self._handle

    def close(self) -> None:
        """Let go of the memory; servers that have it keep it. May be called twice."""
        with self._lock:
            self._made = True
            if self._handle is not None:
                os.close(self._handle)
                self._handle = None
