"""Engines `fork` and `repl` against `process` on a handful of texts, before anything is believed of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from harness.checker.engines.base import Elaboration, Engine
from harness.checker.judge import judge
from harness.errors import EngineUnsupportedError
from harness.lean.olean import Import, Name, read_olean
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits

_TRUE = "theorem t (p q : Prop) (hp : p) (hq : q) : And p q := And.intro hp hq\n"
_FALSE = "theorem t (p q : Prop) (hp : p) : And p q := And.intro hp hp\n"
_HOLE = "theorem t (p : Prop) : p := sorry\n"
_BROKEN = "theorem t (p : Prop) (hp : p : p := hp\n"
_LONG = "theorem t (a b c : Nat) : a + b = c + 1 := by\n  repeat rw [Nat.add_comm]\n"
_LIMITS = Limits(cpu_s=20, wall_s=120)
_FEW_HEARTBEATS = 20
_SHOWN = 1000

HEADER = "prelude\nimport Embedded.Arith\n"
"""What the texts import where the embedded library is; elsewhere they import nothing but Lean's own."""

TEXTS: Sequence[tuple[str, str, Limits]] = (
    ("a true theorem", _TRUE, _LIMITS),
    ("a false theorem", _FALSE, _LIMITS),
    ("a hole", _HOLE, _LIMITS),
    ("a syntax error", _BROKEN, _LIMITS),
    ("few heartbeats", _LONG, replace(_LIMITS, heartbeats=_FEW_HEARTBEATS)),
)


def header(toolchain: Toolchain) -> str:
    """The header of the texts under this toolchain."""
    module = Path("Embedded", "Arith.olean")
    return HEADER if any((folder / module).is_file() for folder in toolchain.search_path) else ""


async def self_test(engine: Engine, process: Engine, toolchain: Toolchain) -> None:
    """Compare the two. Raises EngineUnsupportedError that names the text and what differs."""
    name = engine.description()["engine"]
    compare = difference if engine.apart is engine else verdict_difference
    for what, text, limits in TEXTS:
        text = header(toolchain) + text
        ours, theirs = await asyncio.gather(engine.elaborate(text, limits), process.elaborate(text, limits))
        if differing := compare(ours, theirs, limits):
            raise EngineUnsupportedError(
                f"engine {name} failed its self-test with Lean {toolchain.lean_version} on {what}: "
                f"{differing}"
            )


def verdict_difference(ours: Elaboration, theirs: Elaboration, limits: Limits) -> str | None:
    """What differs between engine repl and engine process in a text's verdict, or None.

    Messages may be worded and ordered otherwise; what errors there are, and the constants, may not.
    """
    if ours.failure or theirs.failure:
        return f"it failed: {ours.failure or theirs.failure}"
    found, expected = judge(ours, limits), judge(theirs, limits)
    pairs: dict[str, tuple[object, object]] = {
        "verdict": (found and found[:2], expected and expected[:2]),
        "errors": (_errors(ours), _errors(theirs)),
        "constants": (_constants(ours), _constants(theirs)),
        "imports": (_imports(ours), _imports(theirs)),
    }
    for what, (left, right) in pairs.items():
        if left != right:
            return f"another {what} ({left!r} and {right!r})"[:_SHOWN]
    return None


def _errors(done: Elaboration) -> list[tuple[int, int]]:
    return [(each.line, each.column) for each in done.messages if each.severity == "error"]


def _constants(done: Elaboration) -> set[tuple[Name, str]] | None:
    """Names and kinds; helpers of Lean's own, `_proof_1` and such, are named otherwise where bodies wait."""
    if done.module is None:
        return None
    constants = read_olean(done.module).constants.items()
    plain = ((_plain(name), one.kind.value) for name, one in constants)
    return {(name, kind) for name, kind in plain if not any(map(_is_helper, name))}


def _plain(name: Name) -> Name:
    """The name without a private prefix, in which the module's name stands."""
    return name[name.index(0) + 1 :] if name[:1] == ("_private",) and 0 in name else name


def _is_helper(part: str | int) -> bool:
    return isinstance(part, str) and part.startswith("_")


def _imports(done: Elaboration) -> tuple[Import, ...] | None:
    return read_olean(done.module).imports if done.module is not None else None


def difference(ours: Elaboration, theirs: Elaboration, limits: Limits | None = None) -> str | None:
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
            return f"another {what}{shown}"[:_SHOWN]
    return None
