"""Judge a whole Lean file by itself, without a benchmark's statement to compare it with.

What a training loop sends are files; nothing says which theorem was asked for. So `proved` here means: Lean
took the file without an error, it declares at least one theorem, all its theorems rest on allowed axioms
alone, and it redeclares and rewires nothing. That the theorem is the wanted one is left to the sender.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from harness.checker.audit import audit_file
from harness.checker.checker import CANDIDATE, Checker, engine_for
from harness.checker.engines import Elaboration
from harness.checker.judge import judge
from harness.checker.policy import check_policy
from harness.checker.replay import finding
from harness.checker.sandbox import Limits
from harness.checker.verdict import Reason, Status, Verdict
from harness.errors import DataError, InfrastructureError, OleanError
from harness.lean.olean import Kind, Module, read_olean
from harness.lean.source import BadCandidate, NoCode, whole_file

# Commands that only ask, which clients send to see whether a service is there.
_QUESTIONS = frozenset({"#check", "#print"})


class SnippetChecker:
    """Judges whole files with the engine, policy and replay of `checker`, which it doesn't own."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self.record: Mapping[str, Any] = {**checker.record, "statement": "not compared"}

    async def check(self, code: str, limits: Limits) -> Verdict:
        """The verdict on a file. Never raises for what the file does; cancelling leaves nothing running."""
        started = time.monotonic()
        done: Elaboration | None = None
        axioms: tuple[str, ...] | None = None
        cpu_s = 0.0

        def verdict(status: Status, reason: Reason | None = None, detail: str = "") -> Verdict:
            return Verdict(
                status,
                reason,
                detail,
                axioms,
                done.messages if done else (),
                (done.cpu_s if done else 0.0) + cpu_s,
                time.monotonic() - started,
                self.record,
            )

        level = self._checker.settings.policy
        try:
            assembled = whole_file(code)
        except NoCode as error:
            return verdict(Status.REJECTED, Reason.NO_CODE, str(error))
        except BadCandidate as error:
            return verdict(Status.REJECTED, Reason.POLICY, str(error))
        violations = [each for each in check_policy(assembled, level) if each.word not in _QUESTIONS]
        if violations:
            first = violations[0]
            return verdict(Status.REJECTED, Reason.POLICY, f"line {first.line}: {first.text} ({first.rule})")
        done = await engine_for(self._checker.engine, assembled, level).elaborate(assembled.text, limits)
        if refusal := judge(done, limits):
            return verdict(*refusal)
        try:
            module = read_olean(done.module or b"", file=CANDIDATE)
            header = await self._checker.references.header(module)
            found = audit_file(module, header, level=level, entries=done.entries)
        except OleanError as error:
            if error.file == CANDIDATE:
                text = f"the compiled module is damaged or forged: {error}"
                return verdict(Status.REJECTED, Reason.POLICY, text)
            return verdict(Status.INFRASTRUCTURE, Reason.AUDIT, str(error))
        except (DataError, InfrastructureError) as error:
            return verdict(Status.INFRASTRUCTURE, Reason.AUDIT, str(error))
        axioms = found.axioms
        if found.reason is not None:
            return verdict(Status.REJECTED, found.reason, found.detail)
        replayer = self._checker.replayer
        if replayer is not None:
            replayed = await replayer.replay(done.module or b"", _a_theorem(module), _imports(module), limits)
            cpu_s = replayed.cpu_s
            if refusal := finding(replayed, limits):
                return verdict(*refusal)
        return verdict(Status.PROVED)


def _a_theorem(module: Module) -> tuple[str | int, ...]:
    """Any theorem of the module: a replay takes in all declarations."""
    return next(name for name, constant in module.constants.items() if constant.kind is Kind.THEOREM)


def _imports(module: Module) -> list[tuple[str | int, ...]]:
    return [entry.module for entry in module.imports]
