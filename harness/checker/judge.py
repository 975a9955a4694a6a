"""From what Lean made of a text to a verdict, as far as the engine's answer alone decides it."""

from __future__ import annotations

import re

from harness.checker.engines import Elaboration
from harness.checker.sandbox import Limits, Stop
from harness.checker.verdict import Message, Reason, Status

HEARTBEATS_KIND = "runtime.maxHeartbeats"
_HEARTBEATS = re.compile(
    r"\(deterministic\) timeout at `[^`\n]*`, maximum number of heartbeats \(\d+\) has been"
    r"|\(kernel\) deterministic timeout\s*\Z"
)
_SIGABRT, _SIGSEGV, _SIGBUS, _SIGILL = 6, 11, 7, 4
_ABORTED = 134  # what a shell makes of SIGABRT, and Lean's own code when it gives up
_FIRST_LINE = 300

Finding = tuple[Status, Reason | None, str]


def judge(done: Elaboration, limits: Limits) -> Finding | None:
    """The finding for an elaboration that can't be a proof, or None when its module must be audited."""
    if done.failure is not None:
        return Status.INFRASTRUCTURE, Reason.SANDBOX, done.failure
    # An error before a limit: what has an error is no proof, and a run that ends at the first error agrees.
    if errors := [message for message in done.messages if message.severity == "error"]:
        return _errors(errors)
    if done.stopped is not None:
        return _stopped(done.stopped, limits)
    if done.code is None or done.code < 0 or done.code == _ABORTED:
        return _crashed(done)
    if done.code != 0:
        return Status.REJECTED, Reason.LEAN_ERROR, f"Lean ended with code {done.code} and no error message"
    if done.module is None:
        return Status.REJECTED, Reason.INCOMPLETE, "Lean ended without writing the compiled module"
    return None


def _stopped(stop: Stop, limits: Limits) -> Finding:
    if stop is Stop.CPU:
        return Status.TIMEOUT, Reason.CPU, f"CPU time over {limits.cpu_s:g} s"
    if stop is Stop.WALL:
        return Status.TIMEOUT, Reason.WALL, f"no end within {limits.wall_s:g} s on the clock"
    if stop is Stop.MEMORY:
        return Status.RESOURCE, Reason.MEMORY, f"memory over {limits.memory >> 20} MiB"
    if stop is Stop.OUTPUT:
        return Status.RESOURCE, Reason.OUTPUT, f"output over {limits.output >> 10} KiB"
    return Status.RESOURCE, Reason.FILES, f"files over {limits.scratch >> 20} MiB"


def _errors(errors: list[Message]) -> Finding:
    first = errors[0]
    if used_up_heartbeats(first):
        return Status.TIMEOUT, Reason.HEARTBEATS, f"line {first.line}: heartbeats used up"
    text = first.text.strip().split("\n", 1)[0][:_FIRST_LINE]
    return Status.REJECTED, Reason.LEAN_ERROR, f"line {first.line}: {text}"


def used_up_heartbeats(error: Message) -> bool:
    """Whether an error is Lean's own word that the heartbeats are used up: by its kind, else by the words
    that it begins with; the kernel's own gets no kind, and a repl leaves kinds out."""
    return error.kind == HEARTBEATS_KIND or _HEARTBEATS.match(error.text) is not None


def _crashed(done: Elaboration) -> Finding:
    """Lean has no verdict on a text that makes it crash; a full stack is the usual way to."""
    if done.code in (-_SIGABRT, -_SIGSEGV, -_SIGBUS, -_SIGILL, _ABORTED):
        return Status.RESOURCE, Reason.STACK, f"Lean crashed (code {done.code}): {_last_line(done.errors)}"
    return Status.INFRASTRUCTURE, Reason.WORKER, f"Lean was killed from outside (code {done.code})"


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:_FIRST_LINE] if lines else "no message"
