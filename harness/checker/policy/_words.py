"""The rules about single words: those that the table refuses, and where one of them is harmless."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from harness.checker.policy import _rules
from harness.checker.policy._aesop import NONE, Programs, programs, unsafe_phases
from harness.checker.policy._own_names import Text, own_names
from harness.checker.policy._readings import FARTHEST
from harness.checker.policy._source import CandidateTokens, Finding, finding
from harness.lean.source import HASH_COMMANDS, Token, TokenKind, code_tokens, plain_name, tokenize

_LONGEST_SYMBOL = 32
_TACTIC_OPENERS = "by ; <;> · . ( { => | try repeat first focus all_goals any_goals"
_BEFORE_TACTIC = frozenset(_TACTIC_OPENERS.split())
_SYMBOLS = "( ) ] { } ⟨ ⟩ , ; : := | · . ¬ = + - * / < > ≤ ≥ ≠ ∧ ∨ → ← ↔ ∀ ∃ ^ & ? λ"
_NEVER_LONGER = frozenset(_SYMBOLS.split())
_HASHES = tuple(sorted(HASH_COMMANDS))


def words(source: CandidateTokens) -> Iterator[Finding]:
    """Words that a rule of the table refuses."""
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


def _unknown_hash(source: CandidateTokens, token: Token) -> bool:
    """Whether a `#` command isn't listed, or has something behind it that Lean reads by itself: to it
    `#check1` is `#check` and a number."""
    if token.kind is not TokenKind.COMMAND or token.text in _rules.QUESTIONS:
        return False
    glued = any(token.text.startswith(word) and token.text != word for word in _HASHES)
    return glued or (not source.splice and source.places.column(token.start) == 0)


def _harmless_there(source: CandidateTokens, index: int, own: Programs) -> bool:
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


def _closing(source: CandidateTokens, at: int, bracket: str) -> int:
    """Index of the first such bracket behind the one at `at`; `at` itself where none is near."""
    return next((end for end in range(at, at + FARTHEST) if source.word(end) == bracket), at)


def _unknown_commands(source: CandidateTokens, suspects: list[tuple[int, _rules.Rule]]) -> Iterator[Finding]:
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


def unknown_tactics(source: CandidateTokens) -> Iterator[Finding]:
    """Words that are a command without their first character, where a tactic may stand."""
    for index, token in enumerate(source.code):
        if token.kind is TokenKind.IDENT and token.text[1:] in _rules.BODY_ENDERS:
            before = source.word(index - 1)
            if (before in _BEFORE_TACTIC or source.leads_line(token)) and not source.in_term(index):
                yield finding("ambiguous_reading", token)


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
