"""Where a text's import block ends."""

from __future__ import annotations

import re

_LINE_COMMENT = re.compile(r"\s+|--[^\n]*")
_COMMENT_MARK = re.compile(r"/-|-/")
_WORD_END = r"(?![\w.'!?«])"
_FIRST_WORDS = (re.compile("module" + _WORD_END), re.compile("prelude" + _WORD_END))
_PART = r"(?:«[^»\n]*»|[^\W\d][\w'!?]*)"
_IMPORT = re.compile(rf"(?:public\s+)?(?:meta\s+)?import\s+(?:all\s+)?(?P<module>{_PART}(?:\.{_PART})*)")


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
    rest = re.sub(r"/-.*?-/|--[^\n]*", " ", header, flags=re.DOTALL)
    named = tuple(found["module"] for found in _IMPORT.finditer(rest))
    return named if re.match(r"\s*(?:module\s+)?prelude\b", rest) else ("Init", *named)


def only_blanks(text: str, at: int) -> bool:
    """Whether nothing but white space and comments stands behind `at`."""
    return _skip(text, at) == len(text)


def _skip(text: str, at: int) -> int:
    """The position behind white space and comments."""
    while True:
        if found := _LINE_COMMENT.match(text, at):
            at = found.end()
        elif text.startswith("/-", at):
            depth = 0
            for mark in _COMMENT_MARK.finditer(text, at):
                depth += 1 if mark.group() == "/-" else -1
                if depth == 0:
                    at = mark.end()
                    break
            else:
                return len(text)
        else:
            return at
