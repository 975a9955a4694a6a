"""Places where another reader than ours could go on: comments that could end elsewhere, and what Lean reads
as code behind an error.

After an error Lean's parser goes on where it noticed it. In the braces of an interpolated string that is code
for it up to the end of the text: the rest of the string, and, since its closing quote then opens one, what
stands in later strings. Which symbols there are depends on what a file imports.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from harness.checker.policy import _rules
from harness.checker.policy._strings import braced_strings, interpolated
from harness.lean.source import Rereader, Token, TokenKind, comment_end, number_end

#: Symbols that are no beginning of a longer one, in any library, that could swallow what follows.
_SYMBOLS = "( ) [ ] { } ⟨ ⟩ , ; | · : := =>"
_COMPLETE = frozenset(_SYMBOLS.split())


def ambiguous_comments(tokens: Sequence[Token]) -> Iterator[Token]:
    """Block comments that end elsewhere for whoever takes `/-` alone, or `/-` and a character, for their
    opener; and comments that touch a symbol, which may own the first character."""
    for before, token in pairwise((_NOTHING, *tokens)):
        if token.kind is not TokenKind.COMMENT and token.kind is not TokenKind.DOC:
            continue
        touches = before.kind is TokenKind.SYMBOL and before.text not in _COMPLETE
        if touches or (token.text.startswith("/") and not _plain_block(token.text)):
            yield token


_NOTHING = Token(TokenKind.SPACE, "", 0, 0, 1)


def _plain_block(text: str) -> bool:
    return comment_end(text, 2) == comment_end(text, 3) == len(text)


def ambiguous_raw_strings(tokens: Sequence[Token]) -> Iterator[Token]:
    """Raw strings that touch what stands before them: behind an unknown character Lean reads their `r`, and
    a number before it, as part of a name."""
    for before, token in pairwise((_NOTHING, *tokens)):
        apart = before.kind in (TokenKind.SPACE, TokenKind.COMMENT, TokenKind.DOC) or before.text in _COMPLETE
        if token.kind is TokenKind.RAW_STRING and not apart:
            yield token


# Words behind which a name must come; where none does, Lean skips to the next of `_STOPS`.
_NAMED_WORDS = """
theorem lemma def abbrev axiom opaque inductive coinductive structure class instance example
irreducible_def elab macro notation
"""
_NAMED = frozenset(_NAMED_WORDS.split())
_EXPONENT = re.compile("[1-9][0-9]*(?=[.][eE])|(?:[1-9][0-9]*[.])?[0-9]+(?=[eE_])")
_WORDS = (TokenKind.IDENT, TokenKind.COMMAND)
_RAW = re.compile('r#*"')
_TELLING = frozenset("'0123456789")
FARTHEST = 8
_STOPS = re.compile(r"[ \t\r\n(){}:|]")


def _behind_name(text: str, before: Token, token: Token) -> int | None:
    """Where Lean goes on when `token` behind the word `before` is a keyword and no name, unless that is where
    it ends."""
    if before.text not in _NAMED or before.kind is not TokenKind.IDENT:
        return None
    stop = _STOPS.search(text, token.start)
    end = stop.start() if stop else len(text)
    return None if end == token.end else end


def _behind_letter(text: str, token: Token, before: Sequence[Token]) -> int | None:
    """Where Lean goes on when a name is an unknown tactic: behind its first character.

    before: some of the code tokens before it, the last first.
    """
    second = token.text[1:2]
    if second in _TELLING and is_in_term(text, token, before):
        return None
    if second == "'":
        return token.start + 1
    if second.isdecimal() and second.isascii() and number_end(text, token.start + 1)[0] != token.end:
        return token.start + 1
    return None


def is_in_term(text: str, token: Token, before: Iterable[Token]) -> bool:
    """Whether a name follows on a word or symbol that asks for a term, with nothing between the two but
    names and parentheses on the same line. before: some of the code tokens before it, the last first."""
    for other in before:
        if other.text in _rules.TERM_FOLLOWS or (other.kind is TokenKind.SYMBOL and other.text[-1] == "'"):
            return True
        between = "\n" not in text[other.end : token.start] and (
            other.kind is TokenKind.IDENT or other.text == "("
        )
        if not between:
            return False
        token = other
    return False


def readings(text: str, tokens: Sequence[Token]) -> Iterator[tuple[Token, list[Token]]]:
    """All other readings, and those that begin in one of them: the token at fault, and the tokens read."""
    reader, waiting = Rereader(text, tokens), list(_starts(text, tokens))
    for token in braced_strings(text, tokens):
        if found := interpolated(token):
            yield token, found
            waiting += [(token, place) for _, place in _starts(text, found)]
    seen: set[int] = set()
    while waiting:
        token, start = waiting.pop()
        if start in seen:
            continue
        seen.add(start)
        found = reader.read(start)
        if found:
            yield token, found
            waiting += [(token, place) for _, place in _starts(text, found)]


def _starts(text: str, tokens: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """Where Lean may go on as if no string or character were open: the token at fault, and the offset."""
    recent = deque[Token](maxlen=FARTHEST)
    for token in tokens:
        if token.kind is TokenKind.PIECE and token.text[0] == "}":
            yield token, token.start + 1
        elif token.kind is TokenKind.SYMBOL and token.text[-1] == "'":
            yield token, token.end - 1
        elif token.kind is TokenKind.NUMBER and number_end(text, token.start)[0] != token.end:
            # A projection, for those who expect one.
            yield token, token.start
        elif token.kind is TokenKind.NUMBER and (exponent := _EXPONENT.match(token.text)):
            # The number of a field, for those who expect one.
            yield token, token.start + exponent.end()
        elif token.kind is TokenKind.IDENT and (behind := _behind_letter(text, token, recent)) is not None:
            yield token, behind
        if token.kind is TokenKind.RAW_STRING:
            # The name of a constructor is read before a raw string is.
            yield token, token.start + 1
        elif token.text[-1] == "r" and token.kind in _WORDS and _RAW.match(text, token.end - 1):
            # Behind an unknown tactic or symbol.
            yield token, token.end - 1
        if token.is_code:
            recent.appendleft(token)
    read = (token for token in tokens if token.kind not in (TokenKind.SPACE, TokenKind.COMMENT))
    for before, token in pairwise(read):
        if (behind := _behind_name(text, before, token)) is not None:
            yield token, behind
