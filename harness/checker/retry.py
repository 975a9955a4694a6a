"""What is tried again: a check that came to no verdict, whoever asked for it and wherever it was made.

Below it an engine gives a text once more to Lean whose process was lost under it (`engines/base.py`), and
what stays without evidence is tried alone (`evidence.py`). Each counts, so that the levels don't multiply.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from harness.checker.verdict import Reason, Status, Verdict
from harness.errors import LeanUnavailableError, SandboxUnavailableError, StoreError, describe

#: How often an undecided check is made again.
RETRIES: Final = 2
#: How often Lean is given a text in all that ends without a verdict each time: by an engine and its second
#: process, beside others and alone.
ELABORATIONS: Final = 4
#: How often a request to a server that checks is sent again when no usable answer came. What became of the
#: one before isn't known, so it doesn't count as an elaboration.
RESENDS: Final = 4

Check = Callable[[], Awaitable[Verdict]]
Pause = Callable[[int, Verdict], Awaitable[None]]


async def decided(check: Check, pause: Pause | None = None) -> Verdict:
    """The first decided verdict of at most 1 + RETRIES checks, else the last one.

    No check is made that would have Lean elaborate the text more than ELABORATIONS times, as far as its
    verdicts tell. pause: waits before another check; it gets how many there were, and the last verdict. What
    `check` raises is an undecided verdict, but for this task's own end.
    """
    verdict = await _checked(check)
    spent = verdict.elaborations
    for retry in range(1, RETRIES + 1):
        if verdict.decided or spent + verdict.elaborations > ELABORATIONS:
            break
        if pause is not None:
            await pause(retry, verdict)
        verdict = await _checked(check)
        spent += verdict.elaborations
    return replace(verdict, elaborations=spent)


async def _checked(check: Check) -> Verdict:
    try:
        return await check()
    except (Exception, asyncio.CancelledError) as error:
        if cancelled(error):
            raise
        return Verdict(Status.INFRASTRUCTURE, _reason(error), f"the checker failed: {describe(error)}")


def cancelled(error: BaseException) -> bool:
    """Whether this task has to end; a stray CancelledError from a plugin's own task must not end it."""
    task = asyncio.current_task()
    return isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling() > 0


def _reason(error: BaseException) -> Reason:
    """What of ours broke."""
    if isinstance(error, LeanUnavailableError):
        return Reason.LEAN
    if isinstance(error, SandboxUnavailableError):
        return Reason.SANDBOX
    return Reason.DISK if isinstance(error, StoreError) else Reason.WORKER
