"""Verdicts without a kernel replay: what their record says, and the sentence that tells people."""

from __future__ import annotations

from harness.checker.record import MESSAGES_ONLY, CheckRecord
from harness.printable import one_line

NONE, WHY = "none", "no_replay"
"""In a verdict's record: the value of "replay" where there was none, and the key of the reason."""
NOT_ASKED = "not asked for"
NO_PROGRAM = "this toolchain has no leanchecker"
NO_SANDBOX = "leanchecker runs in the sandbox bubblewrap alone"
ONLY_MESSAGES = "a server's messages alone were seen"
_LONGEST = 200
_UNKNOWN = "the record doesn't say why"


def unreplayed(why: str) -> dict[str, str]:
    """What a record says where no kernel replays."""
    return {"replay": NONE, WHY: why}


def why_unreplayed(record: CheckRecord) -> str | None:
    """Why the verdicts with this record came without a kernel replay; None where they had one, or where
    nothing is said of it."""
    if record.replay != NONE:
        return None
    if record.audit == MESSAGES_ONLY:
        return ONLY_MESSAGES
    # It may be a server's word.
    return _UNKNOWN if record.no_replay is None else one_line(record.no_replay)[:_LONGEST]


def sentence(why: str, whose: str = "these verdicts") -> str:
    """The one sentence about it. whose: names of runs, or the verdicts that are meant."""
    return (
        f"No kernel replay for {whose} ({why}): that the kernel accepts a proof is known only from the Lean "
        "that the candidate itself ran in, so a candidate that deceived that Lean counts as proved."
    )


def warning(record: CheckRecord) -> str | None:
    """The sentence about verdicts with this record; None where it needs none."""
    why = why_unreplayed(record)
    return None if why is None else sentence(why)
