"""Library: facts about the constants of an index, found out when they are first asked for."""

from __future__ import annotations

import threading
import time
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from harness.checker.audit.library._fact import ConstantFact, sort_key, unknown_reference
from harness.checker.audit.library._index import NameIndex
from harness.checker.audit.library._log import FactLog
from harness.checker.audit.library._walk import walk
from harness.errors import DataError
from harness.lean.olean import ConstantKind, LibraryModule, Name, Outline, Safety, map_module

# Modules that are held mapped, with what was decoded of them.
_MAX_OPEN = 400
# Facts that wait to be written, and the seconds after which they are.
_BATCH, _BATCH_S = 20_000, 5.0
_LOCK_S = 0.1


class LongWalkError(Exception):
    """A fact can't be found within the budget of the one who asks."""


class WalkBudget:
    """How long somebody waits for facts. constants: how many may be looked into in all; None: any number.

    It never waits for another thread's walk where it is bounded. `end` makes a walk that is under way stop.
    """

    def __init__(self, constants: int | None = None) -> None:
        self.bounded = constants is not None
        self._left = constants or 0
        self._ended = False

    def end(self) -> None:
        """Have the walk stop, from another thread."""
        self._ended = True

    def spend(self, constants: int) -> None:
        """Count constants, or a wait for another's walk as 0 of them; raises LongWalkError at the end."""
        self._left -= constants
        if self._ended or (self.bounded and (self._left < 0 or not constants)):
            raise LongWalkError


class Library:
    """The constants of one index. Any thread may ask; one walks at a time.

    index: of its modules. log: where facts are kept.
    """

    def __init__(self, index: NameIndex, log: FactLog) -> None:
        self.index, self._log = index, log
        self._lock = threading.Lock()
        self._open: OrderedDict[int, _OpenModule] = OrderedDict()
        # Distinct facts, and for each constant the place of its own; at 0 stands what isn't known yet.
        self._facts: list[ConstantFact] = [ConstantFact(ConstantKind.AXIOM)]
        self._marks: list[int | None] = [None]
        self._number: dict[ConstantFact, int] = {}
        # A set of axioms is an int: a bit for each.
        self._axioms: dict[Name, int] = {}
        self._sets: dict[int, tuple[Name, ...]] = {}
        self._of = array("I", bytes(4 * index.count))
        self._new: dict[ConstantFact, array[int]] = {}
        self._new_count, self._written = 0, time.monotonic()
        for fact, constants in log.read():
            number = self._intern(fact)
            for constant in constants:
                self._of[constant] = number

    def fact(self, constant: int, budget: WalkBudget) -> ConstantFact:
        """What is known of a constant. Raises LongWalkError, OleanError for a damaged module, and DataError
        for a library that isn't whole."""
        if not self._of[constant]:
            with self._walking(budget):
                if not self._of[constant]:
                    self._walk(constant, budget)
        return self._facts[self._of[constant]]

    def close(self) -> None:
        """Write what was found, and let go of the modules."""
        with self._lock:
            self._flush()
            self._open.clear()

    @contextmanager
    def _walking(self, budget: WalkBudget) -> Iterator[None]:
        wait = (False,) if budget.bounded else (True, _LOCK_S)
        while not self._lock.acquire(*wait):
            budget.spend(0)
        try:
            yield
        finally:
            if self._new_count >= _BATCH or time.monotonic() - self._written > _BATCH_S:
                self._flush()
            self._lock.release()

    def _walk(self, root: int, budget: WalkBudget) -> None:
        kinds: dict[int, tuple[ConstantKind, Safety]] = {}

        def look_into(constant: int) -> tuple[int, Iterable[int]]:
            budget.spend(1)
            outline, used, own = self._look_into(constant)
            kinds[constant] = (outline.kind, outline.safety)
            return (self._mark(own()) if outline.kind is ConstantKind.AXIOM else 0), used

        def known(constant: int) -> int | None:
            return self._marks[self._of[constant]]

        def finish(constants: Sequence[int], marks: int) -> None:
            axioms = self._marked(marks)
            for constant in constants:
                fact = ConstantFact(*kinds.pop(constant), axioms)
                self._of[constant] = self._intern(fact)
                self._new.setdefault(fact, array("I")).append(constant)
            self._new_count += len(constants)
            if self._new_count >= _BATCH:
                self._flush()

        walk(root, look_into, known, finish)

    def _look_into(self, constant: int) -> tuple[Outline, set[int], Callable[[], Name]]:
        """A constant, the constants that it refers to, and how to get its name."""
        position = self.index.module_of(constant)
        opened = self._open_module(position)
        module = opened.module
        place = constant - self.index.modules[position].first

        def own() -> Name:
            return module.name(module.name_handles[place])

        outline = module.outline(place)
        used: set[int] = set()
        for handle in module.mentioned(outline.terms):
            numbers = opened.numbers.get(handle)
            if numbers is None:
                numbers = opened.numbers[handle] = self._find(own, module.name(handle))
            used.update(numbers)
        for name in outline.siblings:
            used.update(self._find(own, name))
        return outline, used, own

    def _find(self, user: Callable[[], Name], name: Name) -> Sequence[int]:
        numbers = self.index.find(name)
        if not numbers:
            raise unknown_reference(user(), name)
        return numbers

    def _open_module(self, position: int) -> _OpenModule:
        opened = self._open.get(position)
        if opened is not None:
            self._open.move_to_end(position)
            return opened
        module = self.index.modules[position]
        if not module.unchanged():
            raise DataError("changed while the header was in use: start again", file=module.path)
        opened = self._open[position] = _OpenModule(map_module(Path(module.path)))
        if len(self._open) > _MAX_OPEN:
            self._open.popitem(last=False)
        return opened

    def _mark(self, axiom: Name) -> int:
        return 1 << self._axioms.setdefault(axiom, len(self._axioms))

    def _marked(self, marks: int) -> tuple[Name, ...]:
        if marks not in self._sets:
            chosen = [axiom for axiom, bit in self._axioms.items() if marks >> bit & 1]
            self._sets[marks] = tuple(sorted(chosen, key=sort_key))
        return self._sets[marks]

    def _intern(self, fact: ConstantFact) -> int:
        number = self._number.get(fact)
        if number is None:
            number = self._number[fact] = len(self._facts)
            self._facts.append(fact)
            self._marks.append(sum(map(self._mark, fact.axioms)))
        return number

    def _flush(self) -> None:
        if self._new:
            self._log.add(self._new)
        self._new, self._new_count, self._written = {}, 0, time.monotonic()


class _OpenModule:
    """A mapped module, and the numbers of the constants that its names mean, by the names' handles."""

    def __init__(self, module: LibraryModule) -> None:
        self.module = module
        self.numbers: dict[int, Sequence[int]] = {}
