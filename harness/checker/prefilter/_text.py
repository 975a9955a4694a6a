"""The one text of many candidates, and what Lean's answer about it says of each.

Each candidate's theorem keeps its name and gets a namespace of its own (`theorem PrEv00.t` for `theorem t`),
so that Lean's messages are those that it has for the candidate alone. The whole name begins a line and
ends where the name ended, so all columns behind it stay what they are. What might reach beyond a
candidate's lines, or depend on what stands there, is for a check of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from harness.checker.commands import Commands
from harness.checker.engines import Elaboration
from harness.checker.judge import used_up_heartbeats
from harness.checker.policy import Level, changes_syntax, check_policy
from harness.checker.verdict import Message
from harness.lean.source import UNTERMINATED, Assembled, Token, TokenKind, code_tokens, tokenize
from harness.lean.source.commands import source_of
from harness.lean.source.words import COMMANDS
from harness.problem import Problem

_NAMESPACE: Final = "PrEv"
#: The longest text of one candidate behind the header, in characters.
_LONGEST: Final = 20_000
_PLAIN_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_']*")
_OPEN_ENDED: Final = frozenset({*UNTERMINATED, TokenKind.MALFORMED, TokenKind.COMMAND, TokenKind.DOC})
#: Declarations of their own, and what looks through all declarations that there are.
_FAR_REACHING: Final = frozenset(
    {"where", "rec", "termination_by", "decreasing_by", "@[", "hint", "suggestions", "premises", "rw_search"}
)
_DECLARATION: Final = "Lean.Parser.Command.declaration"
#: What Lean says where it ran short of something that the candidates beside this one used, too.
_RAN_SHORT: Final = re.compile(
    r"maximum number of heartbeats|excessive memory|deep recursion|maximum recursion depth|interrupt"
    r"|[Ss]tack overflow|deterministic timeout"
)


Place = tuple[int, int]
"""A line, from 1, and a column, from 0."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """A candidate that can be elaborated beside others.

    read: what it is alone. rest: its text behind the problem's header, ending in a line end. name: of its
    theorem. name_at, end: where in `rest` that begins, and where the last token ends.
    """

    read: Assembled
    rest: str
    name: Token
    name_at: Place
    end: Place


@dataclass(frozen=True, slots=True)
class JointText:
    """The text for Lean. header: how many lines of it are the problem's header. firsts: the line where each
    candidate's own text begins. starts: the offset of each candidate's `theorem`."""

    text: str
    header: int
    firsts: tuple[int, ...]
    starts: tuple[int, ...]


def fitting(problem: Problem, read: Assembled, level: Level) -> Fitting | None:
    """The candidate as one that can stand beside others; None where it needs a check of its own.

    level: of the policy that it has passed.
    """
    header = _header(problem)
    rest = read.text[len(header) :]
    if len(rest) > _LONGEST or not read.text.startswith(header) or not _header_fits(header, problem.name):
        return None
    tokens = tokenize(rest)
    code = code_tokens(tokens)
    if len(code) < 3 or code[0].text != "theorem" or code[1].text != problem.name:
        return None
    name_at = _place(rest, code[1].start)
    if name_at[1] < len(_namespace(0)) or code[1].line != code[0].line:
        return None
    if any(token.kind in _OPEN_ENDED for token in tokens) or any(
        _reaches_far(token, problem.name) for token in code[2:]
    ):
        return None
    # The header may end in what belongs to the command behind it, such as `open Nat in`.
    if source_of(read.text).commands[-1].start != len(header) + code[0].start:
        return None
    if level != "strict" and check_policy(read, "strict"):
        # It may run code, which could disturb its neighbours.
        return None
    whole = rest if rest.endswith("\n") else f"{rest}\n"
    return Fitting(read, whole, code[1], name_at, _place(rest, code[-1].end))


def _header(problem: Problem) -> str:
    header = problem.header
    return header if not header or header.endswith("\n") else f"{header}\n"


@lru_cache(maxsize=1024)
def _header_fits(header: str, name: str) -> bool:
    plain = _PLAIN_NAME.fullmatch(name) is not None
    return plain and _NAMESPACE not in header and not changes_syntax(header)


def _reaches_far(token: Token, name: str) -> bool:
    text = token.text
    return (
        text in COMMANDS
        or text in _FAR_REACHING
        or text == name
        or text.startswith((f"{name}.", "_root_"))
        or (token.kind is TokenKind.IDENT and text.endswith("?"))
        or _NAMESPACE in text
    )


def _namespace(at: int) -> str:
    """The namespace of a candidate, with the dot behind it: as long for each."""
    return f"{_NAMESPACE}{at:02}."


def joint_text(problem: Problem, candidates: Sequence[Fitting]) -> JointText:
    """All of them, a hundred at most, in one text, in order."""
    header = _header(problem)
    parts, firsts, starts = [header], list[int](), list[int]()
    lines = header.count("\n")
    line, offset = lines + 1, len(header)
    for at, each in enumerate(candidates):
        name, rest = _namespace(at), each.rest
        padding = " " * (each.name_at[1] - len(name))
        text = f"{rest[: each.name.start]}\n{padding}{name}{rest[each.name.start :]}"
        parts.append(text)
        firsts.append(line)
        starts.append(offset + rest.index("theorem", 0, each.name.start))
        line, offset = line + text.count("\n"), offset + len(text)
    return JointText("".join(parts), lines, tuple(firsts), tuple(starts))


def parts_of(done: Elaboration, joint: JointText, candidates: Sequence[Fitting]) -> list[Elaboration | None]:
    """For each candidate what Lean would make of it alone, where an error decides that; else None.

    The CPU time is shared equally. Where Lean didn't come to an orderly end, or read another text than ours,
    nothing is known of any candidate.
    """
    nothing: list[Elaboration | None] = [None] * len(candidates)
    if done.stopped or done.failure or done.noise or done.errors or done.code not in (0, 1):
        return nothing
    if done.commands is not None and not _as_written(done.commands, joint):
        return nothing
    before, own = list[Message](), [list[Message]() for _ in candidates]
    for message in done.messages:
        at = bisect_right(joint.firsts, message.line) - 1
        if at >= 0:
            own[at].append(message)
        elif message.severity == "error":
            return nothing
        else:
            before.append(message)
    found = list[Elaboration | None]()
    for messages, first, each in zip(own, joint.firsts, candidates, strict=True):
        alone = [_alone(message, first, joint.header, each) for message in messages]
        sure = [message for message in alone if message is not None]
        if len(sure) < len(alone) or not any(message.severity == "error" for message in sure):
            found.append(None)
            continue
        cpu_s = done.cpu_s / len(candidates)
        found.append(Elaboration(None, 1, messages=(*before, *sure), cpu_s=cpu_s, tries=done.tries))
    return found


def _alone(message: Message, first: int, header: int, candidate: Fitting) -> Message | None:
    """The message as it is for the candidate alone; None where it may be another one there."""
    if message.kind.startswith("runtime.") or _NAMESPACE in message.text:
        return None
    if _RAN_SHORT.search(message.text) or used_up_heartbeats(message):
        return None
    start = _moved((message.line - first + 1, message.column), candidate)
    # From its end on Lean speaks of what follows.
    if start is None or start >= candidate.end:
        return None
    moved = replace(message, line=start[0] + header, column=start[1])
    if message.end_line is None or message.end_column is None:
        return moved
    end = _moved((message.end_line - first + 1, message.end_column), candidate)
    if end is None or end > candidate.end:
        return None
    return replace(moved, end_line=end[0] + header, end_column=end[1])


def _moved(place: Place, candidate: Fitting) -> Place | None:
    """The place in the candidate alone of a place in its part of the text; None within its whole name."""
    (line, column), (name_line, name_column) = place, candidate.name_at
    if line <= name_line:
        return place
    if line == name_line + 1:
        if column >= name_column + len(candidate.name.text):
            return name_line, column
        return candidate.name_at if column == name_column - len(_namespace(0)) else None
    return line - 1, column


def _as_written(commands: Commands, joint: JointText) -> bool:
    """Whether what Lean's parser found behind the header is one declaration of each candidate."""
    starts = [len(joint.text[:start].encode()) for start in joint.starts]
    found = [command for command in commands.found if command.start >= starts[0]]
    return [command.start for command in found] == starts and all(
        command.kind == _DECLARATION for command in found
    )


def _place(text: str, offset: int) -> Place:
    """The line and column of an offset."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1)
