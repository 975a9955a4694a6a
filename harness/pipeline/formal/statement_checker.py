"""StatementChecker: whether a text that a model wrote is a statement that compiles, and of which kernel type.

The text is as little trusted as a candidate's. Its statement alone is taken, put into a text of our own, and
goes through the steps of a check, a hole in place of the proof: policy, elaboration in the sandbox, what
Lean's parser saw, the audit of all that the module declares. Names that nothing declares are errors.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from harness.checker.audit import ALLOWED_AXIOMS, CANDIDATE, SORRY
from harness.checker.audit.decide import decide
from harness.checker.audit.library import ask
from harness.checker.check import read_text
from harness.checker.checker import Checker
from harness.checker.commands import difference, hidden_declaration
from harness.checker.engines import Elaboration
from harness.checker.judge import judge
from harness.checker.open import OpenChecker
from harness.checker.policy import changes_syntax, check_policy
from harness.checker.replay.base import Question
from harness.checker.snippet import imports_of
from harness.checker.verdict import Message, Reason, Refusal, Status, Verdict
from harness.errors import DataError, InfrastructureError, StatementTextError, describe
from harness.lean.olean import ConstantKind, parse_name, reading
from harness.lean.olean.reach import mentioned
from harness.lean.source import Assembled, assemble, strictly_bound
from harness.pipeline.formal.stated import stated_by
from harness.pipeline.kernel_types import kernel_type
from harness.problem import Problem
from harness.resources import cache_folder

KERNEL_TYPE: Final = "kernel_type"
"""The kind of the message that has a statement's kernel type."""
COMPILES: Final = "the statement compiles; it has no proof"
_ALLOWED: Final = (*ALLOWED_AXIOMS, SORRY)
_REVISION: Final = "1"


class StatementChecker:
    """Judges statements with the engine, policy and audit of a checker, which it doesn't own.

    No verdict is `proved`: a statement that compiles is `incomplete`, with a message that has its kernel type
    (see `kernel_type_in`); a text that states nothing is `no_code`.
    """

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        more = {**checker.record.more, "judged": f"statements/{_REVISION}"}
        self.record = replace(checker.record, more=more)

    @property
    def first_error(self) -> bool:
        """Whether verdicts have Lean's messages up to the first error alone."""
        return self._checker.first_error

    async def check_headers(self, headers: Iterable[str]) -> None:
        """Compile each header by itself. Raises as the checker does."""
        await self._checker.check_headers(headers)

    async def close(self) -> None:
        """Nothing is its own."""

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        """The verdict on the statement that a text gives for a problem; never raises for what it holds."""
        started = time.monotonic()
        try:
            stated = stated_by(problem, candidate)
        except StatementTextError as error:
            return self._verdict(Refusal(Status.REJECTED, Reason.NO_CODE, str(error)), started)
        strict = replace(stated, header=strictly_bound(stated.header))
        violations = partial(check_policy, level=self._checker.settings.policy)
        whole = f"{stated.formal_statement}  sorry\n"
        read = await read_text(whole, lambda text: assemble(strict, text, "file"), violations)
        if isinstance(read, Refusal):
            return self._verdict(read, started)
        seen = await self._seen(stated, read)
        if seen.refusal is not None and not seen.refusal.sure:
            # Nothing shows that the end was the text's own.
            seen = await self._seen(stated, read)
        return self._verdict(seen.refusal, started, seen)

    async def _seen(self, stated: Problem, text: Assembled) -> _Seen:
        limits, engine = self._checker.settings.limits, self._checker.engine.apart
        # Only Lean can tell what follows a header that defines syntax.
        plain = self._checker.settings.policy != "strict" or changes_syntax(stated.header)
        done: Elaboration | None = None
        try:
            done = await engine.elaborate(text.text, limits)
            found = judge(done, limits) or (None if plain else _unseen(text, done))
            if found is not None or done.module is None:
                return _Seen(found or _NO_MODULE, done)
            return await self._audited(stated, text, done, done.module)
        except InfrastructureError as error:
            return _Seen(Refusal(Status.INFRASTRUCTURE, Reason.LEAN, str(error), sure=False), done)
        except DataError as error:
            detail = f"the compiled module is damaged or forged: {error}"
            return _Seen(Refusal(Status.REJECTED, Reason.POLICY, detail, sure=False), done)
        except (OSError, MemoryError, RuntimeError) as error:
            detail = f"our side ran short: {describe(error)}"
            return _Seen(Refusal(Status.INFRASTRUCTURE, Reason.WORKER, detail, sure=False), done)

    async def _audited(self, stated: Problem, text: Assembled, done: Elaboration, data: bytes) -> _Seen:
        checker = self._checker
        module, imports = await asyncio.to_thread(imports_of, data)
        if checker.references.missing(imports) is not None:
            raise DataError("it imports what isn't there", file=CANDIDATE)
        header = await checker.references.header(module)
        question = Question(imports, level=checker.settings.policy)
        examined = await checker.replayer.examine(data, question, checker.settings.limits)
        if examined.facts is None:
            return _Seen(_NO_AUDIT, done)
        audited = await ask(partial(decide, examined.facts, allowed_axioms=_ALLOWED), header)
        found = audited.refusal
        unseen = None if changes_syntax(stated.header) else hidden_declaration(text.text, audited.begins)
        if found is None and unseen is not None:
            found = Refusal(Status.REJECTED, Reason.POLICY, unseen)
        if found is not None:
            return _Seen(found, done)
        return await asyncio.to_thread(_typed, stated, data, done)

    def _verdict(self, refusal: Refusal | None, started: float, seen: _Seen | None = None) -> Verdict:
        done = seen.done if seen is not None else None
        # Lean's messages are the text's own; this one is ours.
        messages = tuple(each for each in done.messages if each.kind != KERNEL_TYPE) if done else ()
        if seen is not None and seen.type is not None:
            messages = (Message("information", seen.type, 1, 0, kind=KERNEL_TYPE),)
        found = refusal or Refusal(Status.REJECTED, Reason.INCOMPLETE, COMPILES)
        return Verdict(
            found.status,
            found.reason,
            found.detail,
            messages=messages,
            cpu_s=done.cpu_s if done is not None else 0.0,
            wall_s=time.monotonic() - started,
            record=self.record,
        )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What Lean made of a statement; type: of one that all is well with."""

    refusal: Refusal | None
    done: Elaboration | None
    type: str | None = None


_NO_AUDIT: Final = Refusal(Status.INFRASTRUCTURE, Reason.AUDIT, "the audit didn't end", sure=False)
_NO_MODULE: Final = Refusal(Status.INFRASTRUCTURE, Reason.LEAN, "Lean wrote no module", sure=False)


def kernel_type_in(messages: Iterable[Message]) -> str | None:
    """The kernel type that a verdict of StatementChecker has; None where the statement doesn't compile."""
    return next((message.text for message in messages if message.kind == KERNEL_TYPE), None)


@asynccontextmanager
async def statements_checked(opened: OpenChecker) -> AsyncIterator[OpenChecker]:
    """The opened checker as one that judges statements. Raises UsageError where a server judges.

    Earlier runs' verdicts aren't reused: part of what decides lies outside of what their keys know.
    """
    checked = OpenChecker(
        StatementChecker(opened.local),
        opened.jobs,
        opened.under_way,
        spare=opened.spare,
        toolchain=opened.toolchain,
        recheck=True,
        cache=cache_folder(),
    )
    try:
        yield checked
    finally:
        await checked.close()


def _unseen(text: Assembled, done: Elaboration) -> Refusal | None:
    """What Lean's parser saw otherwise than the policy did, where the engine tells."""
    unseen = None if done.commands is None else difference(text, done.commands)
    return None if unseen is None else Refusal(Status.REJECTED, Reason.POLICY, unseen)


def _typed(stated: Problem, data: bytes, done: Elaboration) -> _Seen:
    """The kernel type of the statement in a module; a statement that rests on a hole says nothing."""
    theorem = parse_name(stated.name)
    with reading(CANDIDATE):
        module, _ = imports_of(data)
        constant = module.constants.get(theorem)
        if constant is None or constant.kind is not ConstantKind.THEOREM:
            return _Seen(Refusal(Status.REJECTED, Reason.STATEMENT, f"no theorem {stated.name}"), done)
        if SORRY in mentioned(module, theorem):
            return _Seen(Refusal(Status.REJECTED, Reason.STATEMENT, "the statement contains `sorry`"), done)
        return _Seen(None, done, kernel_type(module, theorem, stated.header))
