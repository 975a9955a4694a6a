"""The texts that a server of Kimina's format gets: a candidate, and commands that ask about its theorem.

Nothing but messages comes back, so Lean itself is asked what the audit would look at: whether the theorem is
there, what axioms it rests on, and, where the candidate states it again, whether it proves the benchmark's
statement. What runs code while it is elaborated could forge an answer; the policy `strict` keeps that out.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace

from harness.checker.remote._answers import Seen
from harness.checker.verdict import Message
from harness.errors import StatementTextError
from harness.lean.olean import Name, name_str
from harness.lean.source import Assembled, assemble, plain_name, proposition
from harness.problem import Problem

_STATED, _CHECKED = "prover_eval_statement", "prover_eval_checked"
_NONE = re.compile(r"'(.+)' does not depend on any axioms", re.DOTALL)
_SOME = re.compile(r"'(.+)' depends on axioms: \[(.+)\]", re.DOTALL)
_UNIVERSES = re.compile(r"\.\{[\w\s,.+]*\}")
VERSION = "#eval Lean.versionString\n"


@dataclass(frozen=True, slots=True)
class RemoteQuestion:
    """text: what is sent. theorem: the one whose axioms its last command asks for. mark: what the command
    before it prints, which no candidate can know. added: lines put in behind the first `header` lines."""

    text: str
    theorem: str
    mark: str = ""
    header: int = 0
    added: int = 0

    def own_messages(self, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        """The messages but for the mark, with the lines of the text without what was put in."""
        return tuple(
            replace(
                message,
                line=message.line - self.added,
                end_line=None if message.end_line is None else message.end_line - self.added,
            )
            if message.line > self.header + self.added
            else message
            for message in messages
            if not self.marks(message)
        )

    def marks(self, message: Message) -> bool:
        """Whether a message is the mark."""
        return bool(self.mark) and message.text.strip() == self.mark


def probes(header: str, name: str) -> tuple[RemoteQuestion, RemoteQuestion]:
    """Under a header: a true theorem called `name`, and a false one."""
    head = _ended(header)
    true = f"{head}theorem {name} : ∀ p : Prop, p → p := fun _ h => h\n"
    false = f"{head}theorem {name}_false : ∀ p : Prop, p := fun p => p\n"
    return _asking(true, name), RemoteQuestion(false, f"{name}_false")


def bare(problem: Problem) -> RemoteQuestion:
    """The statement by itself, its proof left open."""
    return RemoteQuestion(assemble(problem, "sorry", mode="splice").text, problem.name)


def compared(problem: Problem) -> RemoteQuestion | None:
    """The same, compared with itself; None where the statement can't be read as a proposition."""
    text = bare(problem).text
    return _comparing(problem, text)


def question(problem: Problem, assembled: Assembled) -> RemoteQuestion | None:
    """The question about a candidate; None when it states the theorem itself and that can't be compared."""
    if assembled.mode == "file":
        return _comparing(problem, assembled.text)
    return _asking(_ended(assembled.text), problem.name)


def _comparing(problem: Problem, text: str) -> RemoteQuestion | None:
    try:
        wanted = proposition(problem)
    except StatementTextError:
        return None
    header, levels = _ended(problem.header), wanted.levels
    stated = f"def {_STATED}{levels} : Prop :=\n{wanted.text}"
    ending = f"theorem {_CHECKED}{levels} : _root_.{_STATED}{levels} := @{problem.name}\n"
    text = f"{header}{stated}{_ended(text.removeprefix(header))}{ending}"
    return _asking(text, _CHECKED, header.count("\n"), stated.count("\n"))


def _asking(text: str, theorem: str, header: int = 0, added: int = 0) -> RemoteQuestion:
    """The text with the mark behind it, then a line that asks for the theorem's axioms."""
    mark = f"prover_eval_{secrets.token_hex(16)}"
    return RemoteQuestion(f'{text}#print "{mark}"\n#print axioms {theorem}\n', theorem, mark, header, added)


def axioms_in(seen: Seen, asked: RemoteQuestion) -> tuple[str, ...] | None:
    """The axioms that the last command's answer names, sorted; None when there isn't just one such answer.

    What a candidate has Lean print can look like the answer, and traces can stand beside it: the answer is on
    the line behind the mark.
    """
    marks = [message.line for message in seen.messages if asked.marks(message)]
    if len(marks) != 1:
        return None
    found = [
        axioms
        for message in seen.messages
        if message.line == marks[0] + 1 and message.severity == "information"
        if (axioms := _axioms(message.text.strip(), asked.theorem)) is not None
    ]
    return found[0] if len(found) == 1 else None


def _axioms(text: str, theorem: str) -> tuple[str, ...] | None:
    """The axioms in Lean's answer about a theorem; None for any other text."""
    if found := _NONE.fullmatch(text):
        named, axioms = found[1], tuple[str, ...]()
    elif found := _SOME.fullmatch(text):
        # A candidate's own options have Lean print universes as well.
        names = _UNIVERSES.sub("", found[2]).split(",")
        named, axioms = found[1], tuple(sorted(part.strip() for part in names))
    else:
        return None
    wanted = plain_name(theorem)
    fits = plain_name(named) == wanted or plain_name(named).endswith(f".{wanted}")
    return axioms if fits and all(axioms) else None


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def foreign(axioms: tuple[str, ...], allowed: tuple[Name, ...]) -> list[str]:
    """Those of the axioms that are not allowed."""
    known = {name_str(name) for name in allowed}
    return [axiom for axiom in axioms if axiom not in known]
