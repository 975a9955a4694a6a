"""Engine `fork` against engine `process` on a handful of texts, before anything is believed of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from harness.checker.engines.base import Elaboration, Engine
from harness.checker.forkserver.front import ForkUnsupported
from harness.checker.sandbox import Limits
from harness.lean.toolchain import Toolchain

_TRUE = "theorem t (p q : Prop) (hp : p) (hq : q) : And p q := And.intro hp hq\n"
_FALSE = "theorem t (p q : Prop) (hp : p) : And p q := And.intro hp hp\n"
_HOLE = "theorem t (p : Prop) : p := sorry\n"
_BROKEN = "theorem t (p : Prop) (hp : p : p := hp\n"
_LONG = "theorem t (a b c : Nat) : a + b = c + 1 := by\n  repeat rw [Nat.add_comm]\n"
_LIMITS = Limits(cpu_s=20, wall_s=120)
_FEW_HEARTBEATS = 20

HEADER = "prelude\nimport Embedded.Arith\n"
"""What the texts import; all of it is in the embedded library."""

TEXTS: Sequence[tuple[str, str, Limits]] = (
    ("a true theorem", _TRUE, _LIMITS),
    ("a false theorem", _FALSE, _LIMITS),
    ("a hole", _HOLE, _LIMITS),
    ("a syntax error", _BROKEN, _LIMITS),
    ("few heartbeats", _LONG, replace(_LIMITS, heartbeats=_FEW_HEARTBEATS)),
)


async def self_test(fork: Engine, process: Engine, toolchain: Toolchain) -> None:
    """Compare the two. Raises ForkUnsupported that names the text and what differs."""
    for name, text, limits in TEXTS:
        ours, theirs = await asyncio.gather(
            fork.elaborate(HEADER + text, limits), process.elaborate(HEADER + text, limits)
        )
        if differing := difference(ours, theirs):
            raise ForkUnsupported(
                f"engine fork failed its self-test with Lean {toolchain.lean_version} on {name}: {differing}"
            )


def difference(ours: Elaboration, theirs: Elaboration) -> str | None:
    """What a verdict could depend on and differs between engine fork and engine process, or None."""
    if ours.failure or theirs.failure:
        return f"it failed: {ours.failure or theirs.failure}"
    pairs = {
        "limit": (ours.stopped, theirs.stopped),
        "exit code": (ours.code, theirs.code),
        "messages": (ours.messages, theirs.messages),
        "module": (ours.module, theirs.module),
    }
    for what, (left, right) in pairs.items():
        if left != right:
            shown = "" if what == "module" else f" ({left!r} and {right!r})"
            return f"another {what}{shown}"[:1000]
    return None
