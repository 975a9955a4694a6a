"""How far Lean reads a name, a literal or a comment, and where it notices that one is wrong."""

from __future__ import annotations

import re

# Lean's letters beyond ASCII: Latin-1 and Latin Extended-A, Greek without λ Π Σ, Coptic, letter-like symbols,
# and the script, fraktur and double-struck alphabets. Seen one by one on Lean 4.35.
_LETTERS = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f"
    "\u0391-\u039f\u03a1\u03a2\u03a4-\u03a9\u03b1-\u03ba\u03bc-\u03fb"
    "\u1f00-\u1ffe\u2100-\u214f\U0001d49c-\U0001d59f"
)
_SUBSCRIPTS = "\u1d62-\u1d6a\u2080-\u2089\u2090-\u209c\u2c7c"
_FIRST = f"[A-Za-z_{_LETTERS}]"
NAME_REST = f"[A-Za-z0-9_'!?{_LETTERS}{_SUBSCRIPTS}]"
_PART = f"(?:{_FIRST}{NAME_REST}*+|«[^»]*+»)"
#: A regular expression for a name as Lean reads it, dots included.
NAME_PATTERN = rf"{_PART}(?:\.{_PART})*+"
_COMMENT_EDGE = re.compile(r"/-|-/")
# Behind `/--` and `/-!`; a block comment there ends the match and is skipped like any other.
BEFORE_DOC = re.compile(r"(?:[ \n]++|--[^\n]*+)*+")
_ESCAPE = r"""\\(?:[\\"'rnt]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})"""
# A line end that a backslash takes away; a second line end behind it is an error.
_GAP = r"\\\n[ \t\r]*+(?!\n)"
STRING = re.compile(rf'[^"\\]*+(?:(?:{_ESCAPE}|{_GAP})[^"\\]*+)*+')
PIECE = re.compile(rf'[^"\\{{]*+(?:(?:{_ESCAPE}|{_GAP}|\\\{{)[^"\\{{]*+)*+')
# From a wrong escape's backslash to where Lean notices.
WRONG_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]?|u[0-9a-fA-F]{0,3}|\n[ \t\r]*+(?=\n))?")
WRONG_CHAR = re.compile(r"\\(?:x[0-9a-fA-F]?|u[0-9a-fA-F]{0,3})?")
CHAR = re.compile(rf"{_ESCAPE}|[^\\]", re.DOTALL)
PROJECTION = re.compile("[0-9]++")
# Digits, and whether underscores are left at their end, behind which a digit had to come.
_DECIMAL = re.compile("[0-9](?:_*+[0-9])*+(_*+)")
_EXPONENT = re.compile("[eE][-+]?(?=[0-9])")
_RADIX = {
    base: re.compile(f"(?:_*+[{digits}])*+(_*+)")
    for base, digits in (("x", "0-9a-fA-F"), ("b", "01"), ("o", "0-7"))
}


def comment_end(text: str, position: int) -> int | None:
    """Where a block comment ends whose inside begins at `position`; None when it has no end."""
    depth = 1
    while depth:
        edge = _COMMENT_EDGE.search(text, position)
        if edge is None:
            return None
        depth += 1 if edge.group() == "/-" else -1
        position = edge.end()
    return position


def string_end(text: str, start: int) -> int | None:
    """Where the plain string ends whose quote is at `start`; None when it is none."""
    inside = STRING.match(text, start + 1)
    end = inside.end() if inside else len(text)
    return end + 1 if text.startswith('"', end) else None


def number_end(text: str, start: int) -> tuple[int, bool]:
    """How far Lean reads a number that begins with the digit at `start`, and whether it is one."""
    radix = _RADIX.get(text[start + 1 : start + 2].lower()) if text[start] == "0" else None
    if radix is not None:
        found = radix.match(text, start + 2)
        end = found.end() if found else start + 2
        return end, found is not None and end > start + 2 and not found.group(1)
    end, right = _decimal(text, start)
    if right and text[end : end + 1] == ".":
        if PROJECTION.match(text, end + 1):
            end, right = _decimal(text, end + 1)
        elif _EXPONENT.match(text, end + 1):
            end += 1
    if right and (exponent := _EXPONENT.match(text, end)):
        end, right = _decimal(text, exponent.end())
    return end, right


def _decimal(text: str, start: int) -> tuple[int, bool]:
    found = _DECIMAL.match(text, start)
    return (found.end(), not found.group(1)) if found else (start, False)
