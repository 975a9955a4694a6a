"""The benches that clients may name: those that the service was started with, and no path."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from harness.errors import ProverEvalError, UnknownNameError, UsageError

if TYPE_CHECKING:
    from harness.bench import Bench
    from harness.problem import Problem

# Behind it stands a folder of the service's machine, which is no business of clients.
_PLACE = "leandojo:"


class Benches:
    """Problems by the names that clients know.

    name, bench: the one whose Lean is served. others: names of further ones. find: reads one of these when it
    is first asked for; it gets no other name. say: gets a line on why one can't be read; clients get none.

    Raises UsageError for two benches that clients would call the same.
    """

    def __init__(
        self,
        name: str,
        bench: Bench,
        others: Iterable[str],
        find: Callable[[str], Bench],
        say: Callable[[str], None],
    ) -> None:
        self._own, self._find, self._say = bench, find, say
        self._names: dict[str, str] = {}
        for each in dict.fromkeys((name, *others)):
            key = _key(each)
            if each.startswith(_PLACE) and key in self._names:
                raise UsageError(f"clients would call two benches {key}: leave one of them out")
            self._names.setdefault(key, each)
        self._read: dict[str, Bench] = {_key(name): bench}

    @property
    def names(self) -> tuple[str, ...]:
        """What clients may name, sorted."""
        return tuple(sorted(map(_shown, self._names.values())))

    def problem(self, bench: str, problem: str) -> Problem:
        """The problem of a bench. Raises UsageError, whose text is for clients: no path is in it."""
        key = bench if bench.startswith(_PLACE) else _key(bench)
        if key not in self._names:
            raise UnknownNameError("bench", bench, self.names)
        found = self._bench(key)
        if found.lean != self._own.lean:
            raise UsageError(f"bench {bench} needs another Lean than this service has ({self._own.lean})")
        if found.subset is not None and found is not self._own:
            raise UsageError(f"which problems {bench} has isn't known here: serve it by --bench {bench}")
        return found.problem(problem)

    def _bench(self, key: str) -> Bench:
        if key not in self._read:
            try:
                self._read[key] = self._find(self._names[key])
            except ProverEvalError as error:
                self._say(f"bench {self._names[key]} can't be read: {error}")
                raise UsageError(f"bench {_shown(self._names[key])} can't be read by this service") from None
        return self._read[key]


def _shown(name: str) -> str:
    """What clients call a bench."""
    return _PLACE.removesuffix(":") if name.startswith(_PLACE) else name


def _key(name: str) -> str:
    return _shown(name).replace("-", "_")
