"""What a theorem's statement rests on within its own module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.errors import OleanError
from harness.lean.olean.constants import Constant, ConstantKind
from harness.lean.olean.names import name_str

if TYPE_CHECKING:
    from harness.lean.olean.module import Module
    from harness.lean.olean.names import Name

MAX_VISITS = 4_000_000
"""Nodes looked at for one statement; a forged file could have many constants share one large term."""


def meaning(constant: Constant) -> tuple[int, ...]:
    """The terms that make up what a constant means: a theorem's proof doesn't count."""
    return (constant.type,) if constant.kind is ConstantKind.THEOREM else constant.terms


def own_reached(module: Module, theorem: Name) -> tuple[Name, ...]:
    """The module's constants that the theorem's type mentions, directly or through others, used before users.

    On a cycle, which only a forged file has, the order is arbitrary. Raises OleanError for a damaged or
    forged file, KeyError where the module lacks the theorem.
    """
    order: dict[Name, None] = {}
    entered: set[Name] = set()
    roots = module.terms.constants([module.constants[theorem].type], set())
    stack = [(name, False) for name in sorted(roots, key=name_str)]
    visits = 0
    while stack:
        name, done = stack.pop()
        constant = module.constants.get(name)
        if constant is None:
            continue
        if done:
            order[name] = None
        elif name not in entered:
            entered.add(name)
            stack.append((name, True))
            seen: set[int] = set()
            used = module.terms.constants(meaning(constant), seen).union(constant.siblings)
            visits += len(seen)
            count_visits(module, visits)
            stack.extend((other, False) for other in used if other not in entered)
    return tuple(order)


def mentioned(module: Module, theorem: Name) -> set[Name]:
    """All constants that the theorem's statement mentions, itself or through the module's own constants.

    Raises as `own_reached` does.
    """
    own = (module.constants[name] for name in own_reached(module, theorem))
    terms = [module.constants[theorem].type, *(term for constant in own for term in meaning(constant))]
    return module.terms.constants(terms, set())


def count_visits(module: Module, visits: int) -> None:
    """Raise OleanError where a statement reaches more terms than an honest one does."""
    if visits > MAX_VISITS:
        raise OleanError(
            f"the statement reaches over {MAX_VISITS} terms: the file is damaged or forged", file=module.file
        )
