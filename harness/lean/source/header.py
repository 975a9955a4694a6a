"""Where a text's import block ends."""

from __future__ import annotations

import re

from harness.lean.source._patterns import NAME_PATTERN, comment_end

_BLANKS = re.compile(r"[ \t\r\n]+|--[^\n]*")
_WORD_END = r"(?![\w.'!?«])"
_FIRST_WORDS = (re.compile("module" + _WORD_END), re.compile("prelude" + _WORD_END))
_IMPORT = re.compile(rf"(?:public\s+)?(?:meta\s+)?import\s+(?:all\s+)?(?P<module>{NAME_PATTERN})")


def leading_header(text: str) -> str:
    """The beginning of `text` up to the end of its last import; "" when there is no import block.

    It only chooses which server gets the text: Lean parses the header itself, and the server refuses a text
    whose header is another than its own.
    """
    end, at = 0, _skip(text, 0)
    for word in _FIRST_WORDS:
        if found := word.match(text, at):
            end = found.end()
            at = _skip(text, end)
    while found := _IMPORT.match(text, at):
        end = found.end()
        at = _skip(text, end)
    return text[:end]


def imported(header: str) -> tuple[str, ...]:
    """The modules that a header names, in order, `Init` among them unless it begins with `prelude`."""
    named, at, words = list[str](), _skip(header, 0), set[str]()
    for word in _FIRST_WORDS:
        if found := word.match(header, at):
            words.add(found.group())
            at = _skip(header, found.end())
    while found := _IMPORT.match(header, at):
        named.append(found["module"])
        at = _skip(header, found.end())
    return tuple(named) if "prelude" in words else ("Init", *named)


def only_blanks(text: str, at: int) -> bool:
    """Whether nothing but white space and comments stands behind `at`."""
    return _skip(text, at) == len(text)


def _skip(text: str, at: int) -> int:
    """The position behind white space and comments."""
    while True:
        if found := _BLANKS.match(text, at):
            at = found.end()
        elif text.startswith("/-", at) and text[at + 2 : at + 3] not in ("-", "!"):
            end = comment_end(text, at + 3)
            at = len(text) if end is None else end
        else:
            return at
