"""Terms of compiled modules, compared and listed in one call."""

from __future__ import annotations

from collections.abc import Sequence

from harness.lean.olean import Module, Name
from harness.lean.olean.compare import Sharing, describe_difference


def same_term(
    module_a: Module,
    expr_a: int,
    level_params_a: Sequence[Name],
    module_b: Module,
    expr_b: int,
    level_params_b: Sequence[Name],
) -> bool:
    """Whether two terms are the same, up to binder names and kinds, mdata and cached data.

    The n-th parameter of one side stands for the n-th of the other; their numbers must be equal. Nothing is
    reduced: `Nat.succ Nat.zero`, the literal `1` and `OfNat.ofNat Nat 1 _` are three different terms, and
    levels must be built alike. Takes time linear in the stored sizes. Raises OleanError for a damaged file.
    """
    return first_difference(module_a, expr_a, level_params_a, module_b, expr_b, level_params_b) is None


def first_difference(
    module_a: Module,
    expr_a: int,
    level_params_a: Sequence[Name],
    module_b: Module,
    expr_b: int,
    level_params_b: Sequence[Name],
) -> str | None:
    """None where `same_term` holds, else what differs first, from the outside in and left to right."""
    if len(level_params_a) != len(level_params_b):
        return f"{len(level_params_a)} universe parameters against {len(level_params_b)}"
    if len(set(level_params_a)) != len(level_params_a) or len(set(level_params_b)) != len(level_params_b):
        return "a universe parameter is declared twice"
    sharing = Sharing()
    numbers_a = sharing.term(module_a, expr_a, level_params_a)
    numbers_b = sharing.term(module_b, expr_b, level_params_b)
    return describe_difference((module_a, expr_a, numbers_a), (module_b, expr_b, numbers_b))


def used_constants(module: Module, expr: int) -> set[Name]:
    """Names of all constants in the term, and of the structures that it projects from."""
    return module.terms.constants([expr], set())
