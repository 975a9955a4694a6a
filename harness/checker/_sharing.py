"""What may be believed of an engine whose processes elaborate many texts, see `engines.SharingEngine`."""

from __future__ import annotations

from harness.checker.engines import Elaboration, Engine, SharingEngine
from harness.checker.policy import Level, check_policy
from harness.checker.verdict import Reason, Verdict
from harness.lean.source import Assembled


def engine_for(engine: Engine, read: Assembled, policy: Level) -> Engine:
    """The engine for a text: one that shows no extension entries gets none that strict rules don't pass."""
    if policy != "strict" and isinstance(engine, SharingEngine) and check_policy(read, "strict"):
        return engine.apart
    return engine


def repeated(done: Elaboration, verdict: Verdict) -> bool:
    """Whether a text must be judged again in a process of its own.

    In a shared one names that contain the module's are others (`private`, instances without a name), and an
    earlier text may have disturbed this one. So only a hole or an axiom is believed to be this text's.
    """
    sure = (None, Reason.INCOMPLETE, Reason.AXIOM)
    return not done.entries and done.module is not None and verdict.reason not in sure
