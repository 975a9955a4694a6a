"""A tokenizer of Lean 4 source: lossless, linear, and total on any text.

It follows the rules of Lean's own scanner: the longest identifier wins, `'` starts a character only where no
name or symbol owns it, block comments nest, `/--` and `/-!` are documentation, and the code inside the
braces of an interpolated string is code. Keywords are `IDENT` tokens: which words are reserved depends on
what a file imports.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

# Lean's letters beyond ASCII: Latin-1 and Latin Extended-A, Greek without λ Π Σ, Coptic, letter-like symbols,
# and the script, fraktur and double-struck alphabets. Seen one by one on Lean 4.35.
_LETTERS = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f"
    "\u0391-\u039f\u03a1\u03a2\u03a4-\u03a9\u03b1-\u03ba\u03bc-\u03fb"
    "\u1f00-\u1ffe\u2100-\u214f\U0001d49c-\U0001d59f"
)
_SUBSCRIPTS = "\u1d62-\u1d6a\u2080-\u2089\u2090-\u209c\u2c7c"
_FIRST = f"[A-Za-z_{_LETTERS}]"
_REST = f"[A-Za-z0-9_'!?{_LETTERS}{_SUBSCRIPTS}]"
_PART = f"(?:{_FIRST}{_REST}*+|«[^»]*+»)"
_NAME = rf"{_PART}(?:\.{_PART})*+"
_DIGITS = "[0-9]++(?:_++[0-9]++)*+"

# Symbols of more than one character, so far as the parts of a file or a quote depend on them.
_SYMBOLS = """
⁻¹' ∑' ∏' ×' ⊕' Σ' '' <;> <|> ||| |>. ... := => -> <- @[ .. :: <| |> || && != == >= <= /\\ \\/ #[ ``
"""

_TOKEN = re.compile(
    "|".join(
        (
            r"(?P<space>[ \t\r\n]++)",
            r"(?P<line_comment>--[^\n]*+)",
            r"(?P<block>/-)",
            r"(?P<raw>r(?P<hashes>\#*+)\")",
            rf"(?P<ident>{_NAME})",
            rf"(?P<name>`{_NAME})",
            r"(?P<number>0[xX][0-9a-fA-F_]++|0[bB][01_]++|0[oO][0-7_]++"
            rf"|{_DIGITS}(?:\.{_DIGITS})?+(?:[eE][-+]?+{_DIGITS})?+)",
            r"(?P<string>\")",
            r"(?P<char>'(?:\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\'])')",
            r"(?P<command>\#[A-Za-z_][A-Za-z0-9_!?]*+)",
            r"(?P<unterminated_name>«[^»]*+\Z)",
            rf"(?P<symbol>{'|'.join(re.escape(s) for s in _SYMBOLS.split())}|.)",
        )
    ),
    re.DOTALL,
)
_COMMENT_EDGE = re.compile(r"/-|-/")
_STRING_END = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_PIECE_END = re.compile(r'[^"\\{]*+(?:\\.[^"\\{]*+)*+["{]', re.DOTALL)
_PROJECTION = re.compile("[0-9]++")

#: Words after which Lean reads a string literal as an interpolated one.
INTERPOLATORS = frozenset({"s!", "m!", "f!", "throwError", "logInfo", "logWarning", "logError", "dbg_trace"})


class Kind(StrEnum):
    """What a token is. UNTERMINATED means that the text ends before the thing does."""

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
    UNTERMINATED_COMMENT = "unterminated_comment"
    UNTERMINATED_STRING = "unterminated_string"
    UNTERMINATED_NAME = "unterminated_name"


class Token(NamedTuple):
    """One token. start, end: code points in the text; line: of its first character, from 1.

    IDENT holds keywords and dotted names; NAME is `` `foo ``; COMMAND is `#word`; PIECE is the text of an
    interpolated string up to and with the brace or quote that ends the piece.
    """

    kind: Kind
    text: str
    start: int
    end: int
    line: int

    @property
    def is_code(self) -> bool:
        """False for white space and comments (documentation counts as a comment here)."""
        return self.kind not in NO_CODE


# Tuples: looking up an enumeration's member in a set calls its hash, which is written in Python.
NO_CODE = (Kind.SPACE, Kind.COMMENT, Kind.DOC, Kind.UNTERMINATED_COMMENT)
_SHORT = 20_000
UNTERMINATED = (Kind.UNTERMINATED_COMMENT, Kind.UNTERMINATED_STRING, Kind.UNTERMINATED_NAME)


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


@lru_cache(maxsize=32)
def _recent(text: str) -> tuple[Token, ...]:
    """Assembly, policy and cache each look at the same candidate, one after the other."""
    return tuple(_scan(text))


class _Scanner:
    """One pass over a text. For each open interpolated string, `_braces` has the depth of braces in it,
    and `_pieces` the index of the token that opened them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self._position = 0
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
        for index in self._pieces:
            self.tokens[index] = self.tokens[index]._replace(kind=Kind.UNTERMINATED_STRING)

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

    def _add(self, kind: Kind, end: int) -> None:
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
                self._closed(Kind.STRING, Kind.UNTERMINATED_STRING, _STRING_END, self._position + 1)
        elif group == "raw":
            self._raw(match.group("hashes"), match.end())
        elif group == "number" and self._before == "." and self.tokens[-1].text == ".":
            projection = _PROJECTION.match(self.text, self._position)
            self._add(Kind.NUMBER, projection.end() if projection else match.end())
        else:
            self._add(_KINDS[group], match.end())

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
        self._add(Kind.SYMBOL, end)

    def _closed(self, kind: Kind, unterminated: Kind, pattern: re.Pattern[str], start: int) -> None:
        match = pattern.match(self.text, start)
        self._add(kind if match else unterminated, match.end() if match else len(self.text))

    def _piece(self) -> None:
        """From a quote or closing brace to the next quote or opening brace of an interpolated string."""
        self._closed(Kind.PIECE, Kind.UNTERMINATED_STRING, _PIECE_END, self._position + 1)
        if self.tokens[-1].kind is Kind.PIECE and self.tokens[-1].text.endswith("{"):
            self._braces.append(0)
            self._pieces.append(len(self.tokens) - 1)

    def _raw(self, hashes: str, start: int) -> None:
        end = self.text.find('"' + hashes, start)
        if end < 0:
            self._add(Kind.UNTERMINATED_STRING, len(self.text))
        else:
            self._add(Kind.RAW_STRING, end + 1 + len(hashes))

    def _comment(self) -> None:
        start = self._position
        # `/--` and `/-!` are two-sided openers: the third character belongs to them.
        doc = self.text[start + 2 : start + 3] in ("-", "!")
        depth, position = 1, start + (3 if doc else 2)
        while depth:
            edge = _COMMENT_EDGE.search(self.text, position)
            if edge is None:
                self._add(Kind.UNTERMINATED_COMMENT, len(self.text))
                return
            depth += 1 if edge.group() == "/-" else -1
            position = edge.end()
        self._add(Kind.DOC if doc else Kind.COMMENT, position)


_KINDS: dict[str, Kind] = {
    "space": Kind.SPACE,
    "line_comment": Kind.COMMENT,
    "ident": Kind.IDENT,
    "name": Kind.NAME,
    "number": Kind.NUMBER,
    "char": Kind.CHAR,
    "command": Kind.COMMAND,
    "unterminated_name": Kind.UNTERMINATED_NAME,
}
_PLAIN: dict[str | None, Kind] = {
    "space": Kind.SPACE,
    "line_comment": Kind.COMMENT,
    "ident": Kind.IDENT,
    "command": Kind.COMMAND,
    "symbol": Kind.SYMBOL,
}
