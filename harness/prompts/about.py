"""Which problems a text is about: those whose theorem it states, else the one its file is named after."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import PurePath

from harness.lean.source import (
    begins_like_lean,
    code_tokens,
    declares_theorem,
    plain_name,
    tokenize,
    written_names,
)
from harness.lean.source.commands import THEOREMS
from harness.problem import Problem
from harness.prompts.candidate import candidate_in_file

_STATED = re.compile(r"\b(?:theorem|lemma)\s+([^\s:({\[⦃]+)")


class ProblemFinder:
    """Finds problems by the names of their theorems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self._by_name: dict[str, Problem] = {}
        shortened: defaultdict[str, list[Problem]] = defaultdict(list)
        for problem in problems:
            name = plain_name(problem.name)
            self._by_name.setdefault(name, problem)
            for written in written_names(name):
                shortened[written].append(problem)
        # A short name that several have says nothing.
        self._by_short = {name: found[0] for name, found in shortened.items() if len(found) == 1}

    def find(self, text: str, file: str) -> tuple[Problem, ...]:
        """The problems that a text is about, in the order in which it states them; none where none is told.

        text: Lean, or a model's answer. file: its path, whose name or folder may be the problem's.
        """
        stated = self._stated(text)
        return stated or self._named(PurePath(file))

    def _stated(self, text: str) -> tuple[Problem, ...]:
        if begins_like_lean(text):
            code = code_tokens(tokenize(text))
            names = [name.text for word, name in pairwise(code) if word.text in THEOREMS]
            return self._known(names)
        # Words of an answer may name a theorem that its proof is not of.
        known = self._known(_STATED.findall(text))
        return tuple(problem for problem in known if _holds(problem, text)) or known[:1]

    def _known(self, names: Sequence[str]) -> tuple[Problem, ...]:
        plain = [plain_name(name) for name in names]
        found = (self._by_name.get(name) or self._by_short.get(name) for name in plain)
        return tuple({problem.name: problem for problem in found if problem is not None}.values())

    def _named(self, path: PurePath) -> tuple[Problem, ...]:
        for name in (path.stem, path.name.partition(".")[0], path.parent.name):
            if name in self._by_name:
                return (self._by_name[name],)
        return ()


def _holds(problem: Problem, text: str) -> bool:
    candidate = candidate_in_file(problem, text)
    return isinstance(candidate, str) and declares_theorem(tokenize(candidate), problem.name)
