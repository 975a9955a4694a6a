"""Errors of plugins and of ours, told in one line and kept apart from being cancelled."""

from __future__ import annotations

import asyncio

from harness.checker.verdict import Reason
from harness.errors import LeanUnavailableError, SandboxUnavailableError, StoreError


def cancelled(error: BaseException) -> bool:
    """Whether this task was told to end; a stray CancelledError from a plugin's own task must not end it."""
    task = asyncio.current_task()
    return isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling() > 0


def told(error: BaseException) -> str:
    """Its kind and its text."""
    return f"{type(error).__name__}: {error}"


def first_of(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first error in a group of groups."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def reason_of(error: BaseException) -> Reason:
    """What of ours broke."""
    if isinstance(error, LeanUnavailableError):
        return Reason.LEAN
    if isinstance(error, SandboxUnavailableError):
        return Reason.SANDBOX
    return Reason.DISK if isinstance(error, StoreError) else Reason.WORKER
