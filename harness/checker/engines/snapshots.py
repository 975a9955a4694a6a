"""Lean's state after a header's imports, saved once by Lean itself, for the versions whose `lean` can.

`lean --incr-header-save=FILE` and `--incr-load=FILE` (Lean 4.35). Made in the sandbox from the header alone,
never from a candidate; kept in the cache and shown read-only.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from pathlib import Path

from harness.cachefile import tell_damage, write_whole
from harness.checker.once import Once
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, Sandbox

_SAVE = "--incr-header-save"
_LIMITS = Limits(cpu_s=600, wall_s=1800, memory=16 << 30, scratch=2 << 30)


class Snapshots:
    """Snapshots of one toolchain. cache: folder where they are kept, by content of what made them."""

    def __init__(self, toolchain: Toolchain, sandbox: Sandbox, cache: Path) -> None:
        self._toolchain, self._sandbox = toolchain, sandbox
        self._folder = cache / "snapshots" / toolchain.revision[:16]
        self._made: Once[str, Path | None] = Once()
        self._can: bool | None = None

    async def get(self, header: str, options: Sequence[str]) -> Path | None:
        """The snapshot of `header` under these options of the command line; None where there can be none."""
        key = hashlib.sha256("\0".join((header, *options)).encode()).hexdigest()
        return await self._made.get(key, lambda: self._find(header, options, key))

    async def _find(self, header: str, options: Sequence[str], key: str) -> Path | None:
        path = self._folder / key
        if _intact(path):
            return path
        if self._can is None:
            usage = await self._sandbox.run(self._toolchain, ["--help"], b"", Limits())
            self._can = _SAVE.encode() in usage.output
        if not self._can:
            return None
        arguments = [*options, f"{_SAVE}=Candidate.olean", "Candidate.lean"]
        done = await self._sandbox.run(self._toolchain, arguments, header.encode(), _LIMITS)
        if done.failure or done.stopped or done.code != 0 or done.output or not (done.module and done.beside):
            return None
        return path if _save(path, done.module, done.beside) else None


def _intact(path: Path) -> bool:
    """Whether the files are those that were written: a damaged one is Lean's memory."""
    try:
        wanted = path.with_suffix(".sha256").read_bytes()
    except OSError:
        return False
    try:
        if wanted == _digest(path.read_bytes(), _beside(path).read_bytes()).encode():
            return True
    except OSError:
        pass
    tell_damage(path)
    return False


def _beside(path: Path) -> Path:
    """Where Lean looks for what the snapshot rests on."""
    return path.with_name(path.name + ".deps")


def files(path: Path) -> tuple[Path, Path]:
    """What a sandbox must show of a snapshot."""
    return path, _beside(path)


def _digest(snapshot: bytes, beside: bytes) -> str:
    return hashlib.sha256(hashlib.sha256(snapshot).digest() + beside).hexdigest()


def _save(path: Path, snapshot: bytes, beside: bytes) -> bool:
    """Write each by rename, the digest last; False where the cache can't be written."""
    parts = ((path, snapshot), (_beside(path), beside))
    with contextlib.suppress(OSError):
        for target, data in (*parts, (path.with_suffix(".sha256"), _digest(snapshot, beside).encode())):
            write_whole(target, data, mode=0o644)
        return True
    return False
