"""Judge a whole Lean file by itself, without a benchmark's statement to compare it with.

What a training loop sends are files; nothing says which theorem was asked for. So `proved` here means: Lean
took the file without an error, it declares at least one theorem, all its theorems rest on allowed axioms
alone, and it redeclares and rewires nothing. That the theorem is the wanted one is left to the sender.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from harness.checker._steps import Steps
from harness.checker.checker import Checker
from harness.checker.facts import CANDIDATE
from harness.checker.header import Header
from harness.checker.policy import Violation
from harness.checker.replay.base import Question
from harness.checker.sandbox import Limits
from harness.checker.verdict import Verdict
from harness.lean.olean import read_olean
from harness.lean.source import Assembled, whole_file

# Commands that only ask, which clients send to see whether a service is there.
_QUESTIONS = frozenset({"#check", "#print"})


class SnippetChecker:
    """Judges whole files with the engine, policy and replay of `checker`, which it doesn't own."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self.record: Mapping[str, Any] = {**checker.record, "statement": "not compared"}

    async def check(self, code: str, limits: Limits) -> Verdict:
        """The verdict on a file. Never raises for what the file does; cancelling leaves nothing running."""
        return await _File(self._checker, limits, self.record).run(code)


class _File(Steps):
    """A file by itself: whatever theorems it declares are looked at."""

    def __init__(self, checker: Checker, limits: Limits, record: Mapping[str, Any]) -> None:
        super().__init__(checker.means(limits, record))
        self._references, self._sound_header = checker.references, checker.sound_header

    def sound_header(self) -> str:
        return self._sound_header

    def assembled(self, text: str) -> Assembled:
        return whole_file(text)

    def violations(self, assembled: Assembled) -> Sequence[Violation]:
        return [each for each in super().violations(assembled) if each.word not in _QUESTIONS]

    async def question(self, module: bytes) -> tuple[Question, Header]:
        opened = read_olean(module, file=CANDIDATE)
        imports = tuple(entry.module for entry in opened.imports)
        return Question(imports, level=self.depth), await self._references.header(opened)
