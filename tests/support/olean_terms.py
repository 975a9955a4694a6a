"""Terms of compiled modules, compared and listed in one call."""

from __future__ import annotations

from harness.lean.olean import Module, Name, first_difference, same_term

__all__ = ["first_difference", "same_term", "used_constants"]


def used_constants(module: Module, expr: int) -> set[Name]:
    """Names of all constants in the term, and of the structures that it projects from."""
    return module.terms.constants([expr], set())
