"""Kernel replay: a clean process in which Lean's kernel checks a candidate's declarations once more.

Light on purpose: the server imports this package too. The replayers lie in `native` and `leanchecker`;
`harness.checker.replay.find` chooses one.
"""

from harness.checker.replay.base import Replayer, ReplayOutcome, finding

__all__ = ["ReplayOutcome", "Replayer", "finding"]
