"""Kernel replay: a clean process in which Lean's kernel checks a candidate's declarations once more.

Light on purpose: the server imports this package too. The replayers lie in `native` and `leanchecker`;
`harness.checker.replay.find` chooses one.
"""

from harness.checker.replay.base import Examination, Examiner, Question, Replayer, ReplayOutcome, finding

__all__ = ["Examination", "Examiner", "Question", "ReplayOutcome", "Replayer", "finding"]
