"""A tokenizer of Lean 4 source: lossless, linear, and total on any text.

It follows the rules of Lean's own scanner, byte for byte where they are odd: the longest identifier wins, `'`
starts a character only where no name or symbol owns it, block comments nest, Lean doesn't look at the
character behind `/-`, `/--` and `/-!` are tokens with white space and comments behind them before the
documentation begins, and the code inside the braces of an interpolated string is code. Where a literal is
wrong, Lean goes on right behind the place where it noticed: so does this. Keywords are `IDENT` tokens: which
words are reserved depends on what a file imports. `tests/support/fuzz_lexer.py` compares it with Lean.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from harness.lean.source._patterns import (
    BEFORE_DOC,
    CHAR,
    NAME_PATTERN,
    NAME_REST,
    PIECE,
    PROJECTION,
    STRING,
    WRONG_CHAR,
    WRONG_ESCAPE,
    comment_end,
    number_end,
)

# Symbols of more than one character, so far as the parts of a file or a quote depend on them.
_SYMBOLS = """
⁻¹' ]' ∑' ∏' ×' ⊕' Σ' '' <;> <|> ||| |>. ... := => -> <- @[ .. :: <| |> || && != == >= <= /\\ \\/ // #[ ``
"""

_TOKEN = re.compile(
    "|".join(
        (
            r"(?P<space>[ \t\r\n]++)",
            r"(?P<line_comment>--[^\n]*+)",
            r"(?P<block>/-)",
            r"(?P<raw>r(?P<hashes>\#*+)\")",
            rf"(?P<ident>{NAME_PATTERN})",
            rf"(?P<name>`{NAME_PATTERN})",
            r"(?P<number>[0-9])",
            r"(?P<string>\")",
            r"(?P<char>'(?!'))",
            rf"(?P<command>\#[A-Za-z_]{NAME_REST}*+)",
            r"(?P<unterminated_name>«[^»]*+\Z)",
            rf"(?P<symbol>{'|'.join(re.escape(s) for s in _SYMBOLS.split())}|.)",
        )
    ),
    re.DOTALL,
)
#: Words after which Lean reads a string literal as an interpolated one.
INTERPOLATORS = frozenset({"s!", "m!", "f!", "throwError", "logInfo", "logWarning", "logError", "dbg_trace"})


class TokenKind(StrEnum):
    """What a token is.

    UNTERMINATED means that the text ends before the thing does. MALFORMED is the part of a wrong literal or
    comment opener that Lean reads before it notices; what follows is read as code.
    """

    SPACE = "space"
    COMMENT = "comment"
    DOC = "doc"
    IDENT = "ident"
    NAME = "name"
    NUMBER = "number"
    STRING = "string"
    RAW_STRING = "raw_string"
    PIECE = "piece"
    CHAR = "char"
    COMMAND = "command"
    SYMBOL = "symbol"
    MALFORMED = "malformed"
    UNTERMINATED_COMMENT = "unterminated_comment"
    UNTERMINATED_STRING = "unterminated_string"
    UNTERMINATED_NAME = "unterminated_name"


class Token(NamedTuple):
    """One token. start, end: code points in the text; line: of its first character, from 1.

    IDENT holds keywords and dotted names; NAME is `` `foo ``; COMMAND is `#word`; PIECE is the text of an
    interpolated string up to and with the brace or quote that ends the piece.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    line: int

    @property
    def is_code(self) -> bool:
        """False for white space and comments (documentation counts as a comment here)."""
        return self.kind not in NO_CODE


# Tuples: looking up an enumeration's member in a set calls its hash, which is written in Python.
NO_CODE = (TokenKind.SPACE, TokenKind.COMMENT, TokenKind.DOC, TokenKind.UNTERMINATED_COMMENT)
_NO_PRIME = ("(", "[", "{", "⟨", ",", ";", ":", ":=", "=>")
_SHORT = 20_000
_MAX_ENDLESS = 100
UNTERMINATED = (TokenKind.UNTERMINATED_COMMENT, TokenKind.UNTERMINATED_STRING, TokenKind.UNTERMINATED_NAME)


def column(text: str, offset: int) -> int:
    """Column of a position, from 0, in code points, as Lean counts."""
    return offset - (text.rfind("\n", 0, offset) + 1)


def tokenize(text: str) -> list[Token]:
    """All tokens of `text`, in order; their texts joined give `text` back. Never raises."""
    return list(_recent(text)) if len(text) <= _SHORT else _scan(text)


def _scan(text: str) -> list[Token]:
    scanner = _Scanner(text)
    scanner.run()
    return scanner.tokens


def reread(text: str, start: int, tokens: Sequence[Token]) -> list[Token]:
    """As `Rereader(text, tokens).read(start)`."""
    return Rereader(text, tokens).read(start)


class Rereader:
    """Reads a text again from places in it, each in time proportional to what is read there."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        """tokens: all of the text, as `tokenize` has them."""
        self._text, self._tokens = text, tokens
        self._depths = list(accumulate(map(_deeper, tokens), initial=0))

    def read(self, start: int) -> list[Token]:
        """The tokens that Lean finds when it is in no string at `start`, until it finds those of the text
        again.

        `line` counts from 1 at `start`. The quote of a string without an end is MALFORMED here, and Lean goes
        on behind it, the first times that it happens.
        """
        tokens = self._tokens
        scanner = _Scanner(self._text, start, _MAX_ENDLESS)
        at = bisect_left(tokens, start, key=lambda token: token.start)
        while scanner.step():
            found = scanner.tokens[-1]
            while at < len(tokens) and tokens[at].start < found.start:
                at += 1
            same = at < len(tokens) and tokens[at].start == found.start and tokens[at].text == found.text
            if same and found.is_code and not self._depths[at] and not scanner.is_inside:
                scanner.tokens.pop()
                break
        else:
            scanner.finish()
        return scanner.tokens


def _deeper(token: Token) -> int:
    """By how much more a token is inside interpolated strings than the one before."""
    if token.kind is not TokenKind.PIECE:
        return 0
    return (token.text[0] == '"') - (token.text[-1] == '"')


@lru_cache(maxsize=32)
def _recent(text: str) -> tuple[Token, ...]:
    """Assembly, policy and cache each look at the same candidate, one after the other."""
    return tuple(_scan(text))


class _Scanner:
    """One pass over a text. For each open interpolated string, `_braces` has the depth of braces in it,
    and `_pieces` the index of the token that opened them."""

    def __init__(self, text: str, start: int = 0, endless: int = 0) -> None:
        """endless: how many strings and names without an end may be passed over; each costs linear time."""
        self.text = text
        self._endless = endless
        self.tokens: list[Token] = []
        self._position = start
        self._line = 1
        self._before = ""  # text of the last token that is code
        self._braces: list[int] = []
        self._pieces: list[int] = []

    def run(self) -> None:
        size = len(self.text)
        while self._position < size:
            self._plain_run(size)
            if self._position < size:
                self._step()
        self.finish()

    def finish(self) -> None:
        """At the end of the text: mark the interpolated strings that are still open."""
        for index in self._pieces:
            self.tokens[index] = self.tokens[index]._replace(kind=TokenKind.UNTERMINATED_STRING)

    def step(self) -> bool:
        """Take one token more; False at the end of the text."""
        if self._position == len(self.text):
            return False
        self._step()
        return True

    @property
    def is_inside(self) -> bool:
        """Whether an interpolated string is open."""
        return bool(self._braces)

    def _plain_run(self, size: int) -> None:
        """Tokens whose kind their first characters tell, up to one that needs `_step`: as `_step` would take
        them, without its calls, since nearly all tokens are such."""
        text, position, line, before = self.text, self._position, self._line, self._before
        add, match, plain, new = self.tokens.append, _TOKEN.match, _PLAIN, tuple.__new__
        while position < size:
            found = match(text, position)
            group = found.lastgroup if found else None
            if found is None or group not in plain or (group == "symbol" and self._braces):
                break
            piece, end, kind = found.group(), found.end(), plain[group]
            add(new(Token, (kind, piece, position, end, line)))
            position = end
            if group == "space" or "«" in piece:
                line += piece.count("\n")
            if kind not in NO_CODE:
                before = piece
        self._position, self._line, self._before = position, line, before

    def _add(self, kind: TokenKind, end: int) -> None:
        start, self._position = self._position, end
        piece = self.text[start:end]
        token = Token(kind, piece, start, end, self._line)
        self.tokens.append(token)
        self._line += piece.count("\n")
        if kind not in NO_CODE:
            self._before = piece

    def _step(self) -> None:
        match = _TOKEN.match(self.text, self._position)
        group = match.lastgroup if match else None
        if match is None or group is None or group == "symbol":
            self._symbol(match.end() if match else self._position + 1)
        elif group == "block":
            self._comment()
        elif group == "string":
            if self._before in INTERPOLATORS:
                self._piece()
            else:
                self._string(TokenKind.STRING, STRING)
        elif group == "raw":
            self._raw(match.group("hashes"), match.end())
        elif group == "number":
            self._number()
        elif group == "char":
            self._char()
        elif group == "unterminated_name":
            self._no_end(TokenKind.UNTERMINATED_NAME)
        else:
            self._add(_KINDS[group], match.end())

    def _malformed(self, end: int) -> None:
        """Lean leaves whatever it was in, and goes on at `end`."""
        self._braces.clear()
        self._pieces.clear()
        self._add(TokenKind.MALFORMED, end)

    def _may_own_quote(self) -> bool:
        """Whether a `'` touches a symbol that a library may have with a prime."""
        before = self.tokens[-1] if self.tokens else None
        return before is not None and before.kind is TokenKind.SYMBOL and before.text not in _NO_PRIME

    def _no_end(self, kind: TokenKind) -> None:
        """What begins here doesn't end. Lean then reads on behind its first character."""
        if self._endless and not self._braces:
            self._endless -= 1
            self._malformed(self._position + 1)
        else:
            self._add(kind, len(self.text))

    def _number(self) -> None:
        if self._before == "." and self.tokens[-1].text == ".":
            projection = PROJECTION.match(self.text, self._position)
            self._add(TokenKind.NUMBER, projection.end() if projection else self._position + 1)
            return
        end, right = number_end(self.text, self._position)
        if right:
            self._add(TokenKind.NUMBER, end)
        else:
            self._malformed(end)

    def _char(self) -> None:
        text, start = self.text, self._position
        inside = CHAR.match(text, start + 1)
        whole = inside is not None and text.startswith("'", inside.end())
        if not whole and self._may_own_quote():
            self._add(TokenKind.SYMBOL, start + 1)
        elif inside is None:
            wrong = WRONG_CHAR.match(text, start + 1)
            self._malformed(wrong.end() if wrong else len(text))
        elif whole:
            self._add(TokenKind.CHAR, inside.end() + 1)
        else:
            self._malformed(min(inside.end() + 1, len(text)))

    def _symbol(self, end: int) -> None:
        character = self.text[self._position]
        if self._braces and character == "{":
            self._braces[-1] += 1
        elif self._braces and character == "}":
            if self._braces[-1] == 0:
                self._braces.pop()
                self._pieces.pop()
                self._piece()
                return
            self._braces[-1] -= 1
        self._add(TokenKind.SYMBOL, end)

    def _string(self, kind: TokenKind, pattern: re.Pattern[str]) -> None:
        """From a quote (or a brace) to the next one; `pattern` matches what may stand between."""
        inside = pattern.match(self.text, self._position + 1)
        end = inside.end() if inside else len(self.text)
        if end == len(self.text):
            self._no_end(TokenKind.UNTERMINATED_STRING)
        elif self.text[end] == "\\":
            wrong = WRONG_ESCAPE.match(self.text, end)
            self._malformed(wrong.end() if wrong else end + 1)
        else:
            self._add(kind, end + 1)

    def _piece(self) -> None:
        """From a quote or closing brace to the next quote or opening brace of an interpolated string."""
        self._string(TokenKind.PIECE, PIECE)
        if self.tokens[-1].kind is TokenKind.PIECE and self.tokens[-1].text.endswith("{"):
            self._braces.append(0)
            self._pieces.append(len(self.tokens) - 1)

    def _raw(self, hashes: str, start: int) -> None:
        end = self.text.find('"' + hashes, start)
        if end < 0:
            self._no_end(TokenKind.UNTERMINATED_STRING)
        else:
            self._add(TokenKind.RAW_STRING, end + 1 + len(hashes))

    def _comment(self) -> None:
        text, start = self.text, self._position
        if text[start + 2 : start + 3] in ("-", "!"):
            begin = self._doc_body(start + 3)
            if begin is not None:
                self._until(TokenKind.DOC, comment_end(text, begin))
        else:
            self._until(TokenKind.COMMENT, comment_end(text, start + 3))

    def _doc_body(self, position: int) -> int | None:
        """Where the text of a documentation begins; None when the token is added already."""
        text = self.text
        while True:
            before = BEFORE_DOC.match(text, position)
            position = before.end() if before else position
            if not text.startswith("/-", position) or text[position + 2 : position + 3] in ("-", "!"):
                break
            end = comment_end(text, position + 3)
            if end is None:
                self._until(TokenKind.DOC, None)
                return None
            position = end
        if text[position : position + 1] in ("\t", "\r"):
            self._malformed(position)
            return None
        return position

    def _until(self, kind: TokenKind, end: int | None) -> None:
        if end is None:
            self._add(TokenKind.UNTERMINATED_COMMENT, len(self.text))
        else:
            self._add(kind, end)


_KINDS: dict[str, TokenKind] = {
    "space": TokenKind.SPACE,
    "line_comment": TokenKind.COMMENT,
    "ident": TokenKind.IDENT,
    "name": TokenKind.NAME,
    "command": TokenKind.COMMAND,
}
_PLAIN: dict[str | None, TokenKind] = {
    "space": TokenKind.SPACE,
    "line_comment": TokenKind.COMMENT,
    "ident": TokenKind.IDENT,
    "command": TokenKind.COMMAND,
    "symbol": TokenKind.SYMBOL,
}
