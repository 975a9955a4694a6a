"""From what a model gave to the text for Lean, before anything is run or sent anywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from harness.checker.policy import Violation
from harness.checker.verdict import Reason, Status
from harness.errors import BadCandidateError, NoCodeError
from harness.lean.source import Assembled

# Above this many characters the tokenizer would hold up the event loop, so a thread takes it.
LONG_CANDIDATE = 50_000
_T = TypeVar("_T")
Refusal = tuple[Status, Reason, str]


async def read(
    text: str, assembled: Callable[[str], Assembled], violations: Callable[[Assembled], Sequence[Violation]]
) -> Assembled | Refusal:
    """The text for Lean, or why there is none.

    assembled: makes it, or raises NoCodeError or BadCandidateError.
    violations: what the policy has against it.
    """
    return await beside_the_loop(text, partial(_read, text, assembled, violations))


async def beside_the_loop(text: str, look: Callable[[], _T]) -> _T:
    """What `look` finds in a text: in a thread for a text that would hold up the event loop."""
    return await asyncio.to_thread(look) if len(text) > LONG_CANDIDATE else look()


def _read(
    text: str, assembled: Callable[[str], Assembled], violations: Callable[[Assembled], Sequence[Violation]]
) -> Assembled | Refusal:
    try:
        made = assembled(text)
    except NoCodeError as error:
        return Status.REJECTED, Reason.NO_CODE, str(error)
    except BadCandidateError as error:
        return Status.REJECTED, Reason.POLICY, str(error)
    if found := violations(made):
        first = found[0]
        return Status.REJECTED, Reason.POLICY, f"line {first.line}: {first.text} ({first.rule})"
    return made
