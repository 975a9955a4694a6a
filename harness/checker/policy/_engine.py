"""Matching of the policy's table against the tokens of a candidate."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from harness.checker.policy import _readings, _rules, _strings, _tactic_code
from harness.checker.policy._aesop import NONE, Programs, programs, rules_run_code, unsafe_phases
from harness.checker.policy._own_names import Text, names_things, own_names
from harness.checker.policy._readings import FARTHEST, is_in_term
from harness.checker.policy._scopes import scopes_of
from harness.lean.source import (
    HASH_COMMANDS,
    UNTERMINATED,
    Places,
    Token,
    TokenKind,
    code_tokens,
    column,
    plain_name,
    tokenize,
)

if TYPE_CHECKING:
    from harness.lean.source import Assembled

Level = Literal["strict", "open"]

#: A candidate with more violations than this is listed no further.
MAX_VIOLATIONS = 50
#: Characters to read again at the places where Lean may go on otherwise than we do, at most.
MAX_REREAD = 1_000_000
_LONGEST_SYMBOL = 32
_TACTIC_OPENERS = "by ; <;> · . ( { => | try repeat first focus all_goals any_goals"
_BEFORE_TACTIC = frozenset(_TACTIC_OPENERS.split())
_ENDS_TERM = frozenset({")", "]", "⟩", "}"})
_SYMBOLS = "( ) ] { } ⟨ ⟩ , ; : := | · . ¬ = + - * / < > ≤ ≥ ≠ ∧ ∨ → ← ↔ ∀ ∃ ^ & ? λ"
_NEVER_LONGER = frozenset(_SYMBOLS.split())
_HASHES = tuple(sorted(HASH_COMMANDS))

# What a check yields: rule id, reason, token.
Finding = tuple[str, str, Token]


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach of the policy. rule: its id; text: the words and the reason, one line.

    line (from 1) and column (from 0, code points) count in the candidate's own text.
    """

    rule: str
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Source:
    """A candidate's text, all its tokens, those that are code, whether it is a spliced proof, the benchmark's
    text before it, and whether the tokens are another reading than ours."""

    text: str
    tokens: list[Token]
    code: list[Token]
    splice: bool
    places: Places
    before: str = ""
    again: bool = False

    def word(self, index: int) -> str:
        """Text of the code token at `index`; empty past the end."""
        return self.code[index].text if 0 <= index < len(self.code) else ""

    def in_term(self, index: int) -> bool:
        """Whether the code token at `index` is in a term by what stands before it on its line."""
        if index == 0:
            return self.before.rstrip().endswith(":=")
        return is_in_term(self.text, self.code[index], self.code[max(0, index - FARTHEST) : index][::-1])

    def is_field(self, index: int) -> bool:
        """Whether the code token at `index` is a field of what stands before it: `(a).end`."""
        if self.word(index - 1) != "." or index < 2:
            return False
        owner, dot, token = self.code[index - 2 : index + 1]
        return owner.end == dot.start and dot.end == token.start and owner.text in _ENDS_TERM

    def leads_line(self, token: Token) -> bool:
        """Whether only white space stands before the token on its line."""
        return self.places.leads_line(token.start)


def check_policy(assembled: Assembled, level: Level) -> tuple[Violation, ...]:
    """What in the candidate breaks the policy, in the order of the text; empty when nothing does.

    "strict" applies every rule, "open" only asks that what is begun is ended. The first MAX_VIOLATIONS are
    listed.
    """
    text = assembled.candidate
    tokens = tokenize(text)
    before = assembled.text[: len(assembled.text) - len(text)]
    code = code_tokens(tokens)
    source = _Source(text, tokens, code, assembled.mode == "splice", Places(text), before)
    checks: tuple[Callable[[_Source], Iterator[Finding]], ...] = (
        _STRICT if level == "strict" else (_unterminated,)
    )
    found = sorted(
        (finding for check in checks for finding in check(source)),
        key=lambda finding: finding[2].start,
    )
    return tuple(
        Violation(rule, f"{_shown(token)}: {why}", token.line, column(text, token.start))
        for rule, why, token in found[:MAX_VIOLATIONS]
    )


@lru_cache(maxsize=256)
def changes_syntax(text: str) -> bool:
    """Whether a benchmark's own text defines syntax, so that only Lean can tell what follows it."""
    tokens = tokenize(text)
    source = _Source(text, tokens, code_tokens(tokens), False, Places(text))
    return any(rule == "changes_syntax" for rule, _, _ in _words(source))


def _shown(token: Token) -> str:
    text = " ".join(token.text.split())
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`"


def _finding(rule: str, token: Token) -> Finding:
    return rule, _rules.REASONS[rule], token


def _unterminated(source: _Source) -> Iterator[Finding]:
    for token in source.tokens:
        if token.kind in UNTERMINATED:
            yield _finding("unterminated", token)


def _endless(source: _Source) -> Iterator[Finding]:
    """What has no end in another reading. A comment hides the rest from Lean as well; behind the opener of a
    documentation it goes on."""
    for token in source.tokens:
        hides = token.kind is TokenKind.UNTERMINATED_COMMENT and token.text[2:3] not in ("-", "!")
        if token.kind in UNTERMINATED and not hides:
            yield _finding("unterminated", token)


def _ambiguous(source: _Source) -> Iterator[Finding]:
    for token in _strings.ambiguous_strings(source.text, source.tokens, again=source.again):
        yield _finding("ambiguous_string", token)
    for token in _readings.ambiguous_raw_strings(source.tokens):
        yield _finding("ambiguous_string", token)
    for token in _strings.ambiguous_quotes(source.text, source.tokens):
        yield _finding("ambiguous_quote", token)
    for token in _readings.ambiguous_comments(source.tokens):
        yield _finding("ambiguous_comment", token)


def _malformed(source: _Source) -> Iterator[Finding]:
    before: Token | None = None
    for token in source.tokens:
        if token.kind is TokenKind.MALFORMED and not (before is not None and before.text in _rules.TAGGING):
            yield _finding("malformed", token)
        if token.is_code:
            before = token


def _other_readings(source: _Source) -> Iterator[Finding]:
    """What the rules say of the text as Lean may read it behind an error."""
    read = 0
    for token, tokens in _readings.readings(source.text, source.tokens):
        end = tokens[-1].end
        read += end - tokens[0].start
        if read > MAX_REREAD or _breaks(source, tokens, end):
            yield _finding("ambiguous_reading", token)
            return


def _breaks(source: _Source, tokens: list[Token], end: int) -> bool:
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


def _words(source: _Source) -> Iterator[Finding]:
    suspects: list[tuple[int, _rules.Rule]] = []
    phases, own = unsafe_phases(source.code), programs(source.code)
    for index, (before, token) in enumerate(pairwise((None, *source.code))):
        if token is None or (token.kind is not TokenKind.IDENT and token.kind is not TokenKind.COMMAND):
            continue
        anywhere, leading = _rules_of(token.text)
        if anywhere is None:
            if token.kind is TokenKind.COMMAND or _swallows(before, token):
                anywhere = _rule_of_end(token.text)
            elif (anywhere := _rule_of_tail(token.text)) is not None and source.in_term(index):
                anywhere = None
        if anywhere is not None:
            if index not in phases and not _harmless_there(source, index, own):
                yield anywhere.id, anywhere.why, token
        elif _unknown_hash(source, token):
            yield "hash_command", "a `#` command that isn't known to be harmless", token
        elif leading is not None:
            suspects.append((index, leading))
    if suspects:
        yield from _unknown_commands(source, suspects)


def _unknown_hash(source: _Source, token: Token) -> bool:
    """Whether a `#` command isn't listed, or has something behind it that Lean reads by itself: to it
    `#check1` is `#check` and a number."""
    if token.kind is not TokenKind.COMMAND or token.text in _rules.QUESTIONS:
        return False
    glued = any(token.text.startswith(word) and token.text != word for word in _HASHES)
    return glued or (not source.splice and source.places.column(token.start) == 0)


def _harmless_there(source: _Source, index: int, own: Programs) -> bool:
    """Whether a word that is refused elsewhere can do no harm where it stands; own: the text's programs.

    That is `#guard_msgs` in front of a question, of which it hides the answer alone, and panels of a library.
    """
    word, at = source.word(index), index + 1
    if word == "with_panel_widgets" and source.word(at) == "[" and own == NONE:
        inside = source.code[at + 1 : _closing(source, at, "]")]
        return all(token.kind is TokenKind.IDENT or token.text == "," for token in inside) and bool(inside)
    if word != "#guard_msgs":
        return False
    if source.word(at) == "(":
        at = _closing(source, at, ")") + 1
    return source.word(at) == "in" and source.word(at + 1) in _rules.QUESTIONS


def _closing(source: _Source, at: int, bracket: str) -> int:
    """Index of the first such bracket behind the one at `at`; `at` itself where none is near."""
    return next((end for end in range(at, at + FARTHEST) if source.word(end) == bracket), at)


def _unknown_commands(source: _Source, suspects: list[tuple[int, _rules.Rule]]) -> Iterator[Finding]:
    """Words of `suspects` that may be commands of a library; each with the rule whose prefix it has."""
    before = Text(source.before, code_tokens(tokenize(source.before)))
    own = set(own_names(before, Text(source.text, source.code), [index for index, _ in suspects]))
    for index, rule in suspects:
        if index not in own:
            yield rule.id, rule.why, source.code[index]


def _swallows(before: Token | None, token: Token) -> bool:
    """Whether the symbol before a word could be the beginning of a longer one, as `[MOD` is in Mathlib."""
    return (
        before is not None
        and before.end == token.start
        and before.kind is TokenKind.SYMBOL
        and before.text not in _NEVER_LONGER
    )


def _unknown_tactics(source: _Source) -> Iterator[Finding]:
    """Words that are a command without their first character, where a tactic may stand."""
    for index, token in enumerate(source.code):
        if token.kind is TokenKind.IDENT and token.text[1:] in _rules.BODY_ENDERS:
            before = source.word(index - 1)
            if (before in _BEFORE_TACTIC or source.leads_line(token)) and not source.in_term(index):
                yield _finding("ambiguous_reading", token)


@lru_cache(maxsize=8192)
def _rule_of_tail(word: str) -> _rules.Rule | None:
    """The rule that a word breaks without its first character: there Lean goes on behind the name of a tactic
    that it doesn't know."""
    rule, _ = _rules_of(word[1:].lstrip(".!?"))
    return rule


@lru_cache(maxsize=8192)
def _rule_of_end(word: str) -> _rules.Rule | None:
    """The rule that a word breaks if Lean takes its beginning for another token; it ends a symbol where no
    symbol goes on, also in the middle of a word."""
    if "«" in word:
        return None
    for rule in _rules.RULES:
        if rule.commands and word.startswith(tuple(rule.commands)):
            return rule
    longest = min(len(word), _LONGEST_SYMBOL, word.find(".") % (len(word) + 1))
    ends = (_rules_of(word[cut:])[0] for cut in range(1, longest))
    return next((rule for rule in ends if rule is not None), None)


@lru_cache(maxsize=8192)
def _rules_of(word: str) -> tuple[_rules.Rule | None, _rules.Rule | None]:
    """The first rule that a word breaks wherever it stands, and the first where a command can begin."""
    # `#x` is read as `#` and `x` where a library has such a notation.
    names = (word, word.removeprefix("#"))
    parts = plain_name(word).split(".")
    leading: _rules.Rule | None = None
    for rule in _rules.RULES:
        if not rule.words.isdisjoint(names) or not rule.parts.isdisjoint(parts) or word in rule.commands:
            return rule, leading
        if leading is None and rule.prefixes and word.startswith(rule.prefixes):
            leading = rule
    return None, leading


def _native(source: _Source) -> Iterator[Finding]:
    for index, token in enumerate(source.code):
        if token.text == "native" and (source.word(index - 1) == "+" or source.word(index + 1) == ":="):
            yield _finding("native", token)
        elif token.text == "eval" and source.word(index + 1) == "%":
            yield _finding("eval", token)


def _body(source: _Source) -> Iterator[Finding]:
    if source.splice:
        for index, token in enumerate(source.code):
            if token.text in _rules.BODY_ENDERS and token.kind in (TokenKind.IDENT, TokenKind.SYMBOL):
                opened = token.text == "scoped" and source.word(index - 1) == "open"
                if not opened and not source.is_field(index):
                    yield _finding("ends_proof", token)
        for token in source.tokens:
            if token.kind is TokenKind.DOC and token.text.startswith("/-!"):
                yield _finding("ends_proof", token)


def _open(source: _Source) -> Iterator[Finding]:
    for index, token in enumerate(source.code):
        if token.text != "open" or token.kind is not TokenKind.IDENT:
            continue
        at = index + 1
        if source.word(at) == "private":
            yield _finding("open_private", token)
        while at < len(source.code) and source.word(at) != "in" and names_things(source.code[at]):
            at += 1
        if source.splice and source.word(at) != "in":
            yield _finding("open_without_in", token)


def _set_option(source: _Source) -> Iterator[Finding]:
    for index, token in enumerate(source.code):
        if token.text != "set_option" or token.kind is not TokenKind.IDENT:
            continue
        name = plain_name(source.word(index + 1))
        if not _allowed_option(name):
            yield _finding("option", token)
        elif not _within(source.word(index + 2), _rules.OPTIONS.get(name)):
            yield _finding("option_value", token)
        if source.splice and source.word(index + 3) != "in":
            yield _finding("option_without_in", token)


def _allowed_option(name: str) -> bool:
    if name in _rules.OPTIONS:
        return True
    return name.startswith(_rules.OPTION_FAMILIES) and not name.startswith(_rules.REFUSED_OPTIONS)


def _within(value: str, bound: int | None) -> bool:
    """Whether a value is a number up to the bound, or, where there is none, a number or a truth value."""
    if bound is None and value in ("true", "false"):
        return True
    try:
        return int(value.replace("_", ""), 0) <= (sys.maxsize if bound is None else bound)
    except ValueError:
        return False


def _attributes(source: _Source) -> Iterator[Finding]:
    own = programs(source.code)
    for index, token in enumerate(source.code):
        start, limit = None, len(source.code)
        if token.text == "@[":
            start = index + 1
        elif token.text == "attribute" and token.kind is TokenKind.IDENT and source.word(index + 1) == "[":
            start = index + 2
        elif token.text == "attr" and source.word(index + 1) == ":=":
            # Attributes for what another attribute makes.
            start, limit = index + 2, index + 2 + _tactic_code.FARTHEST
        if start is not None:
            yield from _attribute_list(source, start, limit, own)


def _attribute_list(source: _Source, index: int, limit: int, own: Programs) -> Iterator[Finding]:
    """The attributes from the code token at `index` to the closing bracket; its first word names each.

    What isn't closed before the token at `limit` is a finding, unless the text ends there.
    """
    depth, fresh, erased = 0, True, False
    for at in range(index, min(limit, len(source.code))):
        token = source.code[at]
        text = token.text
        if text in ("@[", "attribute"):
            return  # the next list, which has a scan of its own
        if fresh:
            if text == "-":
                erased = True
                continue
            if text in ("scoped", "local"):
                continue
            allowed = _rules.ERASABLE if erased else _rules.ATTRIBUTES
            if text != "]" and plain_name(text) not in allowed:
                yield _finding("attribute", token)
            elif plain_name(text) == "aesop" and rules_run_code(source.code, at + 1, own, clause=False):
                yield _finding("tactic_code", token)
            fresh = erased = False
        if text in ("(", "[", "{", "⟨", "#["):
            depth += 1
        elif text in (")", "]", "}", "⟩"):
            if depth == 0:
                return
            depth -= 1
        elif text == "," and depth == 0:
            fresh = True
    if limit < len(source.code):
        yield _finding("attribute", source.code[index])


def _code_in_tactics(source: _Source) -> Iterator[Finding]:
    for token in _tactic_code.code_in_tactics(source.code):
        yield _finding("tactic_code", token)


def _deriving(source: _Source) -> Iterator[Finding]:
    for index, token in enumerate(source.code):
        if token.text != "deriving" or token.kind is not TokenKind.IDENT:
            continue
        at = index + 1
        while source.word(at) in ("instance", "noncomputable"):
            at += 1
        while (
            at < len(source.code)
            and source.code[at].kind is TokenKind.IDENT
            and source.word(at) != "deriving"
        ):
            if plain_name(source.word(at)).rpartition(".")[2] not in _rules.DERIVABLE:
                yield _finding("deriving", source.code[at])
            if source.word(at + 1) != ",":
                break
            at += 2


def _scopes(source: _Source) -> Iterator[Finding]:
    if source.splice:
        return
    depth = 0
    for index, token in enumerate(source.code):
        opens = token.kind is TokenKind.IDENT and token.text in ("namespace", "section", "mutual", "end")
        if not opens or source.is_field(index):
            continue
        scopes = scopes_of(source.code, index)
        depth += -scopes if token.text == "end" else scopes
        if depth < 0:
            yield _finding("unbalanced_end", token)
            depth = 0


_Checks = tuple[Callable[[_Source], Iterator[Finding]], ...]
#: The rules about what a text says.
_SAID: _Checks = (
    _words,
    _native,
    _body,
    _open,
    _set_option,
    _attributes,
    _code_in_tactics,
    _deriving,
)
_STRICT: _Checks = (
    _unterminated,
    _malformed,
    _ambiguous,
    _other_readings,
    _unknown_tactics,
    *_SAID,
    _scopes,
)
#: The rules that a text must keep however it is read.
_OF_READINGS: _Checks = (_endless, _ambiguous, *_SAID)
#: Rules about where a proof ends; behind an error it is none, whatever follows.
_SHAPE = frozenset({"ends_proof", "open_without_in", "option_without_in"})
#: Tokens behind a place where two readings meet again that a rule may look at.
_CONTEXT = 8
