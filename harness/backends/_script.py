"""A tactic script as what stands behind a problem's statement."""

from __future__ import annotations

from harness.backends._formula import tokenize
from harness.problem import Problem


def proof_body(problem: Problem, script: str) -> str:
    """The script; behind a `by` of its own where Lean expects a term, the statement ending in a bare `:=`."""
    tokens = tokenize(problem.formal_statement)
    if tokens[-1:] == ("by",) or tokens[-2:] == ("by", "sorry"):
        return script
    return "by\n" + "\n".join(f"  {line}" for line in script.split("\n"))
