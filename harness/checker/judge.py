"""From what Lean made of a text to a verdict, as far as the engine's answer alone decides it."""

from __future__ import annotations

import re

from harness.checker.engines import Elaboration
from harness.checker.verdict import Message, Reason, Refusal, Status
from harness.sandbox import Limits, Stop

HEARTBEATS_KIND = "runtime.maxHeartbeats"
_HEARTBEATS = re.compile(
    r"\(deterministic\) timeout at `[^`\n]*`, maximum number of heartbeats \(\d+\) has been"
    r"|\(kernel\) deterministic timeout\s*\Z"
)
STACK_FULL = "Stack overflow detected. Aborting."
"""The last line that Lean writes before it aborts for want of stack, and for nothing else."""
_SIGKILL = 9
_ABORTED = 134  # what a shell makes of SIGABRT, and Lean's own code when it gives up
_FIRST_LINE = 300


def judge(done: Elaboration, limits: Limits) -> Refusal | None:
    """The finding for an elaboration that can't be a proof, or None when its module must be audited."""
    if done.failure is not None:
        return Refusal(Status.INFRASTRUCTURE, Reason.SANDBOX, done.failure, sure=False)
    # An error before a limit: what has an error is no proof, and a run that ends at the first error agrees.
    if errors := [message for message in done.messages if message.severity == "error"]:
        return _errors(errors)
    if done.stopped is not None:
        return _stopped(done, done.stopped, limits)
    if done.code is None or done.code < 0 or done.code == _ABORTED:
        return _crashed(done)
    if done.code != 0:
        detail = f"Lean ended with code {done.code} and no error message"
        return Refusal(Status.REJECTED, Reason.LEAN_ERROR, detail, sure=False)
    if done.module is None:
        detail = "Lean ended without writing the compiled module"
        return Refusal(Status.REJECTED, Reason.INCOMPLETE, detail, sure=False)
    return None


def error_in_header(done: Elaboration, header: str) -> bool:
    """Whether the first error is about the imports, which may be one about reading their files.

    header: the beginning of the text up to its last import.
    """
    first = next((message for message in done.messages if message.severity == "error"), None)
    if first is None:
        return False
    return first.line <= header.count("\n") + 1 if header else (first.line, first.column) == (1, 0)


def _stopped(done: Elaboration, stop: Stop, limits: Limits) -> Refusal:
    if stop is Stop.CPU:
        detail = f"CPU time over {limits.cpu_s:g} s"
        return Refusal(Status.TIMEOUT, Reason.CPU, detail, sure=done.cpu_s >= limits.cpu_s)
    if stop is Stop.WALL:
        return Refusal(Status.TIMEOUT, Reason.WALL, f"no end within {limits.wall_s:g} s on the clock")
    if stop is Stop.MEMORY:
        return Refusal(Status.RESOURCE, Reason.MEMORY, f"memory over {limits.memory >> 20} MiB")
    if stop is Stop.OUTPUT:
        return Refusal(Status.RESOURCE, Reason.OUTPUT, f"output over {limits.output >> 10} KiB")
    return Refusal(Status.RESOURCE, Reason.FILES, f"files over {limits.scratch >> 20} MiB")


def _errors(errors: list[Message]) -> Refusal:
    first = errors[0]
    if used_up_heartbeats(first):
        return Refusal(Status.TIMEOUT, Reason.HEARTBEATS, f"line {first.line}: heartbeats used up")
    text = first.text.strip().split("\n", 1)[0][:_FIRST_LINE]
    return Refusal(Status.REJECTED, Reason.LEAN_ERROR, f"line {first.line}: {text}")


def used_up_heartbeats(error: Message) -> bool:
    """Whether an error is Lean's own word that the heartbeats are used up: by its kind, else by the words
    that it begins with; the kernel's own gets no kind, and a repl leaves kinds out."""
    return error.kind == HEARTBEATS_KIND or _HEARTBEATS.match(error.text) is not None


def _crashed(done: Elaboration) -> Refusal:
    """Lean has no verdict on a text that makes it crash; a full stack is the usual way to."""
    if done.code in (None, -_SIGKILL):
        # No text can do that to itself.
        detail = f"Lean was killed from outside (code {done.code})"
        return Refusal(Status.INFRASTRUCTURE, Reason.WORKER, detail, sure=False)
    last = _last_line(done.errors)
    detail = f"Lean crashed (code {done.code}): {last}"
    return Refusal(Status.RESOURCE, Reason.STACK, detail, sure=last == STACK_FULL)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:_FIRST_LINE] if lines else "no message"
