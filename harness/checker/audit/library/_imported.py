"""ImportedHeader: the constants that a list of imports brings, out of a Library."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from copy import copy
from typing import TypeVar

from harness.checker.audit.library._fact import ConstantFact, HeaderFacts
from harness.checker.audit.library._library import Library, LongWalkError, WalkBudget
from harness.lean.olean import Name, Safety

_T = TypeVar("_T")
_MAX_KNOWN = 200_000
# Constants looked into at once: a few hundredths of a second, in which nothing else is served.
_AT_ONCE = 100


class ImportedHeader:
    """A Header over those modules of `library` that `imports` reach; what was asked for is remembered.

    Raises KeyError where the library lacks one of the imports.
    """

    def __init__(self, library: Library, imports: Sequence[Name], budget: WalkBudget | None = None) -> None:
        self._library, self._imports = library, imports
        self._budget = budget or WalkBudget()
        self._known: dict[Name, ConstantFact | None] = {}
        self._declared: dict[Name, bool] = {}
        modules = library.index.modules
        waiting = [library.index.positions[name] for name in imports]
        reached = bytearray(len(modules))
        while waiting:
            position = waiting.pop()
            if not reached[position]:
                reached[position] = 1
                waiting.extend(modules[position].imports)
        self._reached = bytes(reached)

    def with_budget(self, budget: WalkBudget) -> ImportedHeader:
        """The same header, asked with this budget; what is remembered is shared."""
        other = copy(self)
        other._budget = budget
        return other

    def declares(self, name: Name) -> bool:
        """Whether there is a constant of this name. Raises DataError for a damaged index."""
        found = self._declared.get(name)
        if found is None:
            _make_room(self._declared)
            found = self._declared[name] = bool(self._numbers(name))
        return found

    def fact(self, name: Name) -> ConstantFact | None:
        """What is known of the constant, None where there is none.

        Raises DataError where it reaches a constant that no module declares, OleanError for a damaged module,
        and LongWalkError beyond the budget.
        """
        try:
            return self._known[name]
        except KeyError:
            _make_room(self._known)
            found = self._known[name] = self._merged(name)
            return found

    def _numbers(self, name: Name) -> list[int]:
        index = self._library.index
        return [number for number in index.find(name) if self._reached[index.module_of(number)]]

    def _merged(self, name: Name) -> ConstantFact | None:
        facts = [self._library.fact(number, self._budget) for number in self._numbers(name)]
        if len(facts) < 2:
            return facts[0] if facts else None
        unsafe = [fact.safety for fact in facts if fact.safety is not Safety.SAFE]
        axioms = dict.fromkeys(axiom for fact in facts for axiom in fact.axioms)
        return ConstantFact(facts[0].kind, unsafe[0] if unsafe else Safety.SAFE, tuple(axioms))


def _make_room(known: dict[Name, _T]) -> None:
    if len(known) >= _MAX_KNOWN:
        known.clear()


async def ask(work: Callable[[HeaderFacts], _T], header: HeaderFacts) -> _T:
    """`work(header)`: at once where little has to be found out, else in a thread, which ends with the caller.

    work: may be called twice, so it must change nothing.
    """
    if not isinstance(header, ImportedHeader):
        return work(header)
    try:
        return work(header.with_budget(WalkBudget(_AT_ONCE)))
    except LongWalkError:
        budget = WalkBudget()
    try:
        return await asyncio.to_thread(work, header.with_budget(budget))
    except asyncio.CancelledError:
        budget.end()
        raise
