"""A statement with the conclusion `False`: what its hypotheses prove of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from harness.errors import StatementTextError
from harness.lean.olean import parse_name
from harness.lint._kernel import concludes_false, same_hypotheses
from harness.lint._text import statement_shape, variant

if TYPE_CHECKING:
    from harness.lean.olean import Module
    from harness.problem import Problem

Compile = Callable[["Problem"], Awaitable["Module | str | None"]]
"""The compiled statement; Lean's complaint where there is none; None where our side broke."""


async def absurd_of(problem: Problem, module: Module, compiled: Compile) -> Problem | None:
    """The problem with the same hypotheses and the conclusion `False`, as the kernel's terms show.

    None where it has no hypotheses, concludes `False` itself, or our side broke. module: of the problem's
    statement. Raises StatementTextError where the hypotheses can't be told from the conclusion.
    """
    shape, theorem = statement_shape(problem), parse_name(problem.name)
    if shape is None:
        raise StatementTextError("the statement isn't `theorem NAME ... : ...`")
    if concludes_false(module, theorem):
        return None
    for statement in shape.concluding_false():
        absurd = variant(problem, statement)
        other = await compiled(absurd)
        if other is None:
            return None
        # The type of the last variable may be known by the conclusion alone: then it is left out.
        if isinstance(other, str):
            continue
        count = same_hypotheses(module, other, theorem)
        if count is not None:
            return absurd if count else None
    raise StatementTextError("the hypotheses can't be told from the conclusion")
