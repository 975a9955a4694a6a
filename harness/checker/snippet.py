"""Judge a whole Lean file by itself, without a benchmark's statement to compare it with.

What a training loop sends are files; nothing says which theorem was asked for. So `proved` here means: Lean
took the file without an error, it states at least one theorem or example, all that it declares, examples too,
rests on allowed axioms alone, and it redeclares and rewires nothing. That the theorem is the wanted one is
left to the sender.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from harness.checker.audit import CANDIDATE, Depth
from harness.checker.audit.library import HeaderFacts
from harness.checker.check import check, read_text
from harness.checker.checker import Checker
from harness.checker.policy import check_policy
from harness.checker.record import CheckRecord
from harness.checker.references import Reference, References
from harness.checker.replay.base import Question
from harness.checker.verdict import Message, Reason, Status, Verdict
from harness.errors import OleanError
from harness.lean.olean import Module, Name, name_str, read_olean, reading
from harness.lean.source import (
    DEFINITION,
    EXAMPLE,
    Assembled,
    NamedExamples,
    Token,
    TokenKind,
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
        self.record: CheckRecord = replace(checker.record, statement="not compared")

    async def check(self, code: str, limits: Limits) -> Verdict:
        """The verdict on a file. Never raises for what the file does; cancelling leaves nothing running.

        A file that all is well with and that states nothing is `incomplete`, with the detail NO_THEOREM.
        """
        started, checker = time.monotonic(), self._checker
        violations = partial(check_policy, level=checker.settings.policy)
        read = await read_text(code, _assembled, violations)
        target = _OfItself(checker.references, checker.sound_header)
        verdict = await check(read, target, checker.tools(limits, self.record), started)
        return read.in_own_words(verdict) if isinstance(read, _File) else verdict


@dataclass(frozen=True, slots=True)
class _File(Assembled):
    """The policy looks at the client's words, Lean gets the examples by names. states: whether there is a
    theorem or an example."""

    named: NamedExamples
    states: bool

    def in_own_words(self, verdict: Verdict) -> Verdict:
        """The verdict in terms of the client's text."""
        if verdict.proved and not self.states:
            return replace(verdict, status=Status.REJECTED, reason=Reason.INCOMPLETE, detail=NO_THEOREM)
        if not self.named.names:
            return verdict
        messages = tuple(self._message(each) for each in verdict.messages if not self._ours(each))
        return replace(verdict, messages=messages, detail=self.named.own(verdict.detail))

    def _ours(self, message: Message) -> bool:
        return message.kind == _PROOF_AS_DEFINITION and self.named.mentioned(message.text)

    def _message(self, message: Message) -> Message:
        start = message.line, message.column - len(DEFINITION)
        column = start[1] if start in self.named.starts else message.column
        return replace(message, column=column, text=self.named.own(message.text))


def _assembled(text: str) -> _File:
    own = whole_file(text)
    code = code_tokens(tokenize(own.text))
    named = named_examples(own.text, code)
    return _File(named.text, own.mode, own.candidate, own.candidate_start_line, named, _states(code))


@dataclass(frozen=True, slots=True)
class _OfItself:
    """A file by itself: whatever it declares is looked at. header: imports that are known to be good."""

    references: References
    header: str

    def sound_header(self) -> str:
        return self.header

    async def reference(self) -> None:
        return None

    async def question(
        self, module: bytes, reference: Reference | None, depth: Depth
    ) -> tuple[Question, HeaderFacts]:
        # It may be as large as the limit on files lets it be.
        opened, imports = await asyncio.to_thread(imports_of, module)
        self._require_imports(imports)
        return Question(imports, level=depth), await self.references.header(opened)

    def _require_imports(self, imports: Sequence[Name]) -> None:
        """Raise OleanError for imports that Lean can't have made of a text which it took without an error."""
        if len(imports) > _MOST_IMPORTS:
            raise OleanError(f"it imports over {_MOST_IMPORTS} modules", file=CANDIDATE)
        if (missing := self.references.missing(imports)) is not None:
            raise OleanError(f"it imports {name_str(missing)[:100]}, which isn't there", file=CANDIDATE)


def imports_of(module: bytes) -> tuple[Module, tuple[Name, ...]]:
    """(a candidate's compiled module, what it imports). Raises OleanError."""
    with reading(CANDIDATE):
        opened = read_olean(module, file=CANDIDATE)
        return opened, tuple(entry.module for entry in opened.imports)


def _states(code: Sequence[Token]) -> bool:
    """Whether something is stated; `lemma` is a command where a name follows it."""
    words = [token.text if token.kind is TokenKind.IDENT else "" for token in code]
    return any(
        word in _STATING or (word == "lemma" and following) for word, following in pairwise([*words, ""])
    )
