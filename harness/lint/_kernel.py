"""Statements as the kernel has them: equal types, hypotheses, a stray `sorry`."""

from __future__ import annotations

from typing import Final

from harness.lean.olean import ConstantKind, Module, Name
from harness.lean.olean.compare import Sharing
from harness.lean.olean.reach import meaning, mentioned, own_reached
from harness.lean.olean.terms import CONST, PI

_BY_CONTENT: Final = (ConstantKind.DEFINITION, ConstantKind.THEOREM)
_FALSE: Final[Name] = ("False",)
_SORRY: Final[Name] = ("sorryAx",)


class Fingerprints:
    """Gives equal numbers to theorems of equal types, out of any compiled modules.

    Own definitions of a module count by what they are, its own inductive types and axioms by name and header.
    sharing: what numbers terms; one of its own if none is given.
    """

    def __init__(self, sharing: Sharing | None = None) -> None:
        self._sharing = sharing or Sharing()

    def of(self, module: Module, theorem: Name, header: str) -> tuple[int, int]:
        """(number of universe parameters, number of the type).

        header: the text that the statement was compiled under. Raises KeyError where the module lacks the
        theorem, OleanError for a damaged module.
        """
        constant = module.constants[theorem]
        aliases: dict[Name, int] = {}
        for name in own_reached(module, theorem):
            own = module.constants[name]
            if own.kind in _BY_CONTENT:
                numbers = [
                    self._sharing.term(module, term, own.level_params, aliases)[term] for term in meaning(own)
                ]
                key: tuple[object, ...] = ("own", own.kind, own.safety, len(own.level_params), *numbers)
            else:
                key = ("own", own.kind, name, header)
            aliases[name] = self._sharing.number(key)
        found = self._sharing.term(module, constant.type, constant.level_params, aliases)
        return len(constant.level_params), found[constant.type]


def states_sorry(module: Module, theorem: Name) -> bool:
    """Whether the theorem's type rests on `sorry`, directly or through the module's own definitions."""
    return _SORRY in mentioned(module, theorem)


def same_hypotheses(statement: Module, variant: Module, theorem: Name) -> int | None:
    """How many hypotheses `variant` has before its conclusion `False`, each one the same term as the
    statement's hypothesis at that place; None where one differs, or the conclusion isn't `False`.

    Both modules were compiled from texts with one header and one theorem name. Raises OleanError.
    """
    sharing = Sharing()
    one, other = statement.constants[theorem], variant.constants[theorem]
    numbers_one = sharing.term(statement, one.type, one.level_params)
    numbers_other = sharing.term(variant, other.type, other.level_params)
    at_one, at_other, count = one.type, other.type, 0
    while (node := variant.node(at_other))[0] == PI:
        wanted = statement.node(at_one)
        if wanted[0] != PI or numbers_one[wanted[1]] != numbers_other[node[1]]:
            return None
        at_one, at_other, count = wanted[2], node[2], count + 1
    return count if node[0] == CONST and node[1] == _FALSE else None


def concludes_false(module: Module, theorem: Name) -> bool:
    """Whether the theorem itself ends in `False`, behind its hypotheses."""
    at = module.constants[theorem].type
    while (node := module.node(at))[0] == PI:
        at = node[2]
    return bool(node[0] == CONST and node[1] == _FALSE)
