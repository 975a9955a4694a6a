"""All rules of the source policy, applied to each way in which Lean may read a candidate."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from harness.checker.policy import _readings, _rules, _strings
from harness.checker.policy._phrases import (
    attributes,
    body,
    code_in_tactics,
    deriving,
    native,
    opened,
    scopes,
    set_option,
)
from harness.checker.policy._source import CandidateTokens, Finding, finding
from harness.checker.policy._words import unknown_tactics, words
from harness.lean.source import UNTERMINATED, Places, Token, TokenKind, code_tokens, column, tokenize

if TYPE_CHECKING:
    from harness.lean.source import Assembled

Level = Literal["strict", "open"]

#: A candidate with more violations than this is listed no further.
MAX_VIOLATIONS = 50
#: Characters to read again at the places where Lean may go on otherwise than we do, at most.
MAX_REREAD = 1_000_000


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach of the policy. rule: its id; text: the words and the reason, one line.

    line (from 1) and column (from 0, code points) count in the candidate's own text.
    """

    rule: str
    text: str
    line: int
    column: int


def check_policy(assembled: Assembled, level: Level) -> tuple[Violation, ...]:
    """What in the candidate breaks the policy, in the order of the text; empty when nothing does.

    "strict" applies every rule, "open" only asks that what is begun is ended. The first MAX_VIOLATIONS are
    listed.
    """
    text = assembled.candidate
    tokens = tokenize(text)
    before = assembled.text[: len(assembled.text) - len(text)]
    code = code_tokens(tokens)
    source = CandidateTokens(text, tokens, code, assembled.mode == "splice", Places(text), before)
    checks: tuple[Callable[[CandidateTokens], Iterator[Finding]], ...] = (
        _STRICT if level == "strict" else (_unterminated,)
    )
    found = sorted(
        (one for check in checks for one in check(source)),
        key=lambda one: one[2].start,
    )
    return tuple(
        Violation(rule, f"{_shown(token)}: {why}", token.line, column(text, token.start))
        for rule, why, token in found[:MAX_VIOLATIONS]
    )


@lru_cache(maxsize=256)
def changes_syntax(text: str) -> bool:
    """Whether a benchmark's own text defines syntax, so that only Lean can tell what follows it."""
    tokens = tokenize(text)
    source = CandidateTokens(text, tokens, code_tokens(tokens), False, Places(text))
    return any(rule == "changes_syntax" for rule, _, _ in words(source))


def _shown(token: Token) -> str:
    text = " ".join(token.text.split())
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`"


def _unterminated(source: CandidateTokens) -> Iterator[Finding]:
    for token in source.tokens:
        if token.kind in UNTERMINATED:
            yield finding("unterminated", token)


def _endless(source: CandidateTokens) -> Iterator[Finding]:
    """What has no end in another reading. A comment hides the rest from Lean as well; behind the opener of a
    documentation it goes on."""
    for token in source.tokens:
        hides = token.kind is TokenKind.UNTERMINATED_COMMENT and token.text[2:3] not in ("-", "!")
        if token.kind in UNTERMINATED and not hides:
            yield finding("unterminated", token)


def _ambiguous(source: CandidateTokens) -> Iterator[Finding]:
    for token in _strings.ambiguous_strings(source.text, source.tokens, again=source.again):
        yield finding("ambiguous_string", token)
    for token in _readings.ambiguous_raw_strings(source.tokens):
        yield finding("ambiguous_string", token)
    for token in _strings.ambiguous_quotes(source.text, source.tokens):
        yield finding("ambiguous_quote", token)
    for token in _readings.ambiguous_comments(source.tokens):
        yield finding("ambiguous_comment", token)


def _malformed(source: CandidateTokens) -> Iterator[Finding]:
    before: Token | None = None
    for token in source.tokens:
        if token.kind is TokenKind.MALFORMED and not (before is not None and before.text in _rules.TAGGING):
            yield finding("malformed", token)
        if token.is_code:
            before = token


def _other_readings(source: CandidateTokens) -> Iterator[Finding]:
    """What the rules say of the text as Lean may read it behind an error."""
    read = 0
    for token, tokens in _readings.readings(source.text, source.tokens):
        end = tokens[-1].end
        read += end - tokens[0].start
        if read > MAX_REREAD or _breaks(source, tokens, end):
            yield finding("ambiguous_reading", token)
            return


def _breaks(source: CandidateTokens, tokens: list[Token], end: int) -> bool:
    following = source.code[bisect_left(source.code, end, key=_start) :][:_CONTEXT]
    code = [*code_tokens(tokens), *following]
    other = replace(source, tokens=tokens, code=code, before="", again=True)
    # That its first quote touches a symbol is why there is this reading.
    return any(
        token.start < end
        and rule not in _SHAPE
        and (rule, token.start) != ("ambiguous_quote", tokens[0].start)
        for check in _OF_READINGS
        for rule, _, token in check(other)
    )


def _start(token: Token) -> int:
    return token.start


_Checks = tuple[Callable[[CandidateTokens], Iterator[Finding]], ...]
#: The rules about what a text says.
_SAID: _Checks = (
    words,
    native,
    body,
    opened,
    set_option,
    attributes,
    code_in_tactics,
    deriving,
)
_STRICT: _Checks = (
    _unterminated,
    _malformed,
    _ambiguous,
    _other_readings,
    unknown_tactics,
    *_SAID,
    scopes,
)
#: The rules that a text must keep however it is read.
_OF_READINGS: _Checks = (_endless, _ambiguous, *_SAID)
#: Rules about where a proof ends; behind an error it is none, whatever follows.
_SHAPE = frozenset({"ends_proof", "open_without_in", "option_without_in"})
#: Tokens behind a place where two readings meet again that a rule may look at.
_CONTEXT = 8
