"""Lint of a bench: what its texts show by themselves, and what its statements show once Lean compiled them.

`decide_subset` finds which statements of a bench for Mathlib hold on the embedded Lean; `open_bench` gives
a bench that is decided, with its checker.
"""

from harness.lint._absurd import absurd_of
from harness.lint._bench import lint_bench
from harness.lint._embedded import decide_subset
from harness.lint._findings import LintFinding, LintKind, LintPart, LintReport, Severity
from harness.lint._kernel import Fingerprints
from harness.lint._open import decided, decided_bench, open_bench
from harness.lint._problem import ONE_WORD_TACTICS, ONE_WORD_WITH_MATHLIB, contradiction_scripts

__all__ = [
    "ONE_WORD_TACTICS",
    "ONE_WORD_WITH_MATHLIB",
    "Fingerprints",
    "LintFinding",
    "LintKind",
    "LintPart",
    "LintReport",
    "Severity",
    "absurd_of",
    "contradiction_scripts",
    "decide_subset",
    "decided",
    "decided_bench",
    "lint_bench",
    "open_bench",
]
