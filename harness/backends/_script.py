"""A tactic script as what stands behind a problem's statement."""

from __future__ import annotations

from functools import lru_cache

from harness.backends._formula import tokenize
from harness.problem import Problem


def proof_body(problem: Problem, script: str) -> str:
    """The script; behind a `by` of its own where Lean expects a term, the statement ending in a bare `:=`."""
    if _asks_for_tactics(problem.formal_statement):
        return script
    return "by\n" + "\n".join(f"  {line}" for line in script.split("\n"))


@lru_cache(maxsize=64)
def _asks_for_tactics(statement: str) -> bool:
    tokens = tokenize(statement)
    return tokens[-1:] == ("by",) or tokens[-2:] == ("by", "sorry")
