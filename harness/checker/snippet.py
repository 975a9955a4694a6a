"""Judge a whole Lean file by itself, without a benchmark's statement to compare it with.

What a training loop sends are files; nothing says which theorem was asked for. So `proved` here means: Lean
took the file without an error, it states at least one theorem or example, all that it declares, examples too,
rests on allowed axioms alone, and it redeclares and rewires nothing. That the theorem is the wanted one is
left to the sender.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from harness.checker._steps import Steps
from harness.checker.audit import CANDIDATE
from harness.checker.audit.library import Header
from harness.checker.checker import Checker
from harness.checker.replay.base import Question
from harness.checker.verdict import Message, Reason, Status, Verdict
from harness.errors import OleanError
from harness.lean.olean import Module, Name, name_str, read_olean, reading
from harness.lean.source import (
    DEFINITION,
    EXAMPLE,
    Assembled,
    Kind,
    NamedExamples,
    Token,
    code_tokens,
    named_examples,
    tokenize,
    whole_file,
)
from harness.sandbox import Limits

NO_THEOREM = "the file declares no theorem"
"""The detail of a verdict on a file that all is well with, but nothing is proved in."""

_STATING = frozenset({"theorem", EXAMPLE})
# Lean warns of a definition that is a proof, and has nothing against an example that is one.
_PROOF_AS_DEFINITION = "linter.defProp"
_MOST_IMPORTS = 1000


class SnippetChecker:
    """Judges whole files with the engine, policy and replay of `checker`, which it doesn't own."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self.record: Mapping[str, Any] = {**checker.record, "statement": "not compared"}

    async def check(self, code: str, limits: Limits) -> Verdict:
        """The verdict on a file. Never raises for what the file does; cancelling leaves nothing running.

        A file that all is well with and that states nothing is `incomplete`, with the detail NO_THEOREM.
        """
        file = _File(self._checker, limits, self.record)
        return file.own(await file.run(code))


class _File(Steps):
    """A file by itself: whatever it declares is looked at."""

    def __init__(self, checker: Checker, limits: Limits, record: Mapping[str, Any]) -> None:
        super().__init__(checker.means(limits, record))
        self._references, self._sound_header = checker.references, checker.sound_header
        self._named = NamedExamples("")
        self._states = False

    def sound_header(self) -> str:
        return self._sound_header

    def assembled(self, text: str) -> Assembled:
        # The policy looks at the client's words, Lean gets the examples by names.
        own = whole_file(text)
        code = code_tokens(tokenize(own.text))
        self._states = _states(code)
        self._named = named_examples(own.text, code)
        return replace(own, text=self._named.text)

    async def question(self, module: bytes) -> tuple[Question, Header]:
        # It may be as large as the limit on files lets it be.
        opened, imports = await asyncio.to_thread(imports_of, module)
        self._require_imports(imports)
        return Question(imports, level=self.depth), await self._references.header(opened)

    def _require_imports(self, imports: Sequence[Name]) -> None:
        """Raise OleanError for imports that Lean can't have made of a text which it took without an error."""
        if len(imports) > _MOST_IMPORTS:
            raise OleanError(f"it imports over {_MOST_IMPORTS} modules", file=CANDIDATE)
        if (missing := self._references.missing(imports)) is not None:
            raise OleanError(f"it imports {name_str(missing)[:100]}, which isn't there", file=CANDIDATE)

    def own(self, verdict: Verdict) -> Verdict:
        """The verdict in terms of the client's text."""
        if verdict.proved and not self._states:
            return replace(verdict, status=Status.REJECTED, reason=Reason.INCOMPLETE, detail=NO_THEOREM)
        if not self._named.names:
            return verdict
        messages = tuple(self._message(each) for each in verdict.messages if not self._ours(each))
        return replace(verdict, messages=messages, detail=self._named.own(verdict.detail))

    def _ours(self, message: Message) -> bool:
        return message.kind == _PROOF_AS_DEFINITION and self._named.mentioned(message.text)

    def _message(self, message: Message) -> Message:
        start = message.line, message.column - len(DEFINITION)
        column = start[1] if start in self._named.starts else message.column
        return replace(message, column=column, text=self._named.own(message.text))


def imports_of(module: bytes) -> tuple[Module, tuple[Name, ...]]:
    """(a candidate's compiled module, what it imports). Raises OleanError."""
    with reading(CANDIDATE):
        opened = read_olean(module, file=CANDIDATE)
        return opened, tuple(entry.module for entry in opened.imports)


def _states(code: Sequence[Token]) -> bool:
    """Whether something is stated; `lemma` is a command where a name follows it."""
    words = [token.text if token.kind is Kind.IDENT else "" for token in code]
    return any(
        word in _STATING or (word == "lemma" and following) for word, following in pairwise([*words, ""])
    )
