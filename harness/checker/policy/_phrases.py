"""The rules about what is written with several words: options, attributes, `open`, `deriving`, scopes."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from harness.checker.policy import _rules, _tactic_code
from harness.checker.policy._aesop import Programs, programs, rules_run_code
from harness.checker.policy._own_names import names_things
from harness.checker.policy._scopes import scopes_of
from harness.checker.policy._source import CandidateTokens, Finding, finding
from harness.lean.source import TokenKind, plain_name


def native(source: CandidateTokens) -> Iterator[Finding]:
    """Code that is compiled or run beside the kernel."""
    for index, token in enumerate(source.code):
        if token.text == "native" and (source.word(index - 1) == "+" or source.word(index + 1) == ":="):
            yield finding("native", token)
        elif token.text == "eval" and source.word(index + 1) == "%":
            yield finding("eval", token)


def body(source: CandidateTokens) -> Iterator[Finding]:
    """What ends the benchmark's own theorem before the candidate's text does."""
    if source.splice:
        for index, token in enumerate(source.code):
            if token.text in _rules.BODY_ENDERS and token.kind in (TokenKind.IDENT, TokenKind.SYMBOL):
                after_open = token.text == "scoped" and source.word(index - 1) == "open"
                if not after_open and not source.is_field(index):
                    yield finding("ends_proof", token)
        for token in source.tokens:
            if token.kind is TokenKind.DOC and token.text.startswith("/-!"):
                yield finding("ends_proof", token)


def opened(source: CandidateTokens) -> Iterator[Finding]:
    """`open` of private names, and one that reaches beyond the proof."""
    for index, token in enumerate(source.code):
        if token.text != "open" or token.kind is not TokenKind.IDENT:
            continue
        at = index + 1
        if source.word(at) == "private":
            yield finding("open_private", token)
        while at < len(source.code) and source.word(at) != "in" and names_things(source.code[at]):
            at += 1
        if source.splice and source.word(at) != "in":
            yield finding("open_without_in", token)


def set_option(source: CandidateTokens) -> Iterator[Finding]:
    """Options that aren't allowed, values over their bound, and options that reach beyond the proof."""
    for index, token in enumerate(source.code):
        if token.text != "set_option" or token.kind is not TokenKind.IDENT:
            continue
        name = plain_name(source.word(index + 1))
        if not _allowed_option(name):
            yield finding("option", token)
        elif not _within(source.word(index + 2), _rules.OPTIONS.get(name)):
            yield finding("option_value", token)
        if source.splice and source.word(index + 3) != "in":
            yield finding("option_without_in", token)


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


def attributes(source: CandidateTokens) -> Iterator[Finding]:
    """Attributes that aren't allowed, given in any of the three ways."""
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


def _attribute_list(source: CandidateTokens, index: int, limit: int, own: Programs) -> Iterator[Finding]:
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
                yield finding("attribute", token)
            elif plain_name(text) == "aesop" and rules_run_code(source.code, at + 1, own, clause=False):
                yield finding("tactic_code", token)
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
        yield finding("attribute", source.code[index])


def code_in_tactics(source: CandidateTokens) -> Iterator[Finding]:
    """Programs that a tactic would run."""
    for token in _tactic_code.code_in_tactics(source.code):
        yield finding("tactic_code", token)


def deriving(source: CandidateTokens) -> Iterator[Finding]:
    """Classes that are derived by code of a library."""
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
                yield finding("deriving", source.code[at])
            if source.word(at + 1) != ",":
                break
            at += 2


def scopes(source: CandidateTokens) -> Iterator[Finding]:
    """An `end` that has no beginning in the candidate."""
    if source.splice:
        return
    depth = 0
    for index, token in enumerate(source.code):
        opens = token.kind is TokenKind.IDENT and token.text in ("namespace", "section", "mutual", "end")
        if not opens or source.is_field(index):
            continue
        count = scopes_of(source.code, index)
        depth += -count if token.text == "end" else count
        if depth < 0:
            yield finding("unbalanced_end", token)
            depth = 0
