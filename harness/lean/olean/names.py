"""Lean names as tuples of components, and a text form in which different names never look the same."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TypeAlias

from harness.errors import DataError

Name: TypeAlias = tuple[str | int, ...]
"""Components from the root inwards: `Nat.add` is ("Nat", "add"), `_private.M.0.f` is
("_private", "M", 0, "f"). The anonymous name is (). A numeric component is an int: ("a", 1) and
("a", "1") differ."""

MAX_NUMBER = 1 << 64
"""Numeric components are smaller: the widest that Lean makes are hashes. Bounded, each has a short text."""

_MAX_DIGITS = len(str(MAX_NUMBER))
_SUBSCRIPTS = range(0x2080, 0x208A)


def _letter(char: str) -> bool:
    return char == "_" or (char.isascii() and char.isalpha()) or (ord(char) > 127 and char.isalpha())


def _rest(char: str) -> bool:
    return _letter(char) or (char.isascii() and char.isdigit()) or char in "'!?" or ord(char) in _SUBSCRIPTS


@lru_cache(maxsize=4096)
def _plain(component: str) -> bool:
    """True where the component needs no guillemets: an identifier that Unicode normalisation leaves alone."""
    return (
        bool(component)
        and _letter(component[0])
        and all(_rest(char) for char in component)
        and unicodedata.is_normalized("NFC", component)
    )


def _quote(component: str) -> str:
    """`component` in guillemets; «, » and \\ and whatever can't be printed are written as \\u{hex}."""
    out = [
        char if char.isprintable() and char not in "«»\\" else f"\\u{{{ord(char):x}}}" for char in component
    ]
    return "«" + "".join(out) + "»"


def name_str(name: Name) -> str:
    """The name as text on one line, e.g. `Nat.add`, `«a.b».c`, `_private.M.0.f`, or `[anonymous]`.

    Two different names never have the same text: a component that isn't a plain identifier stands in «»,
    so ("a.b",) is `«a.b»`, ("a", "1") is `a.«1»` and ("a", 1) is `a.1`. `parse_name` is the inverse.
    """
    if not name:
        return "[anonymous]"
    return ".".join(
        str(part) if isinstance(part, int) else part if _plain(part) else _quote(part) for part in name
    )


_PARTS_SHOWN, _PART_SHOWN = 5, 40


def shown_name(name: Name) -> str:
    """The name for people: of a very long one the end, parts cut."""
    parts = [part if isinstance(part, int) else part[:_PART_SHOWN] for part in name[-_PARTS_SHOWN:]]
    return ("…." if len(name) > _PARTS_SHOWN else "") + name_str(tuple(parts))


def _unquote(text: str, start: int) -> tuple[str, int]:
    """The component whose opening guillemet is at `start`, and the position behind its closing one."""
    out: list[str] = []
    at = start + 1
    while at < len(text):
        if text[at] == "»":
            return "".join(out), at + 1
        if text.startswith("\\u{", at):
            end = text.find("}", at)
            try:
                out.append(chr(int(text[at + 3 : end], 16)))
            except (ValueError, OverflowError):
                break
            at = end + 1
        else:
            out.append(text[at])
            at += 1
    raise DataError(f"{text!r} is no Lean name: write it like Nat.add or «a.b».c")


def _number(digits: str) -> int:
    value = int(digits) if len(digits) <= _MAX_DIGITS else MAX_NUMBER
    if value >= MAX_NUMBER:
        raise DataError(f"{digits[:_MAX_DIGITS]}... is no Lean name's number: they are below 2^64")
    return value


def parse_name(text: str) -> Name:
    """The name that `text` spells, as Lean source or `name_str` writes it.

    A component of digits alone is numeric. Raises DataError where `text` is no name, or one with a number
    that isn't below MAX_NUMBER.
    """
    if text == "[anonymous]":
        return ()
    parts: list[str | int] = []
    at = 0
    while True:
        if text.startswith("«", at):
            part, at = _unquote(text, at)
            parts.append(part)
        else:
            end = text.find(".", at)
            end = len(text) if end < 0 else end
            word = text[at:end]
            if not word or "«" in word or "»" in word:
                raise DataError(f"{text!r} is no Lean name: write it like Nat.add or «a.b».c")
            parts.append(_number(word) if word.isascii() and word.isdigit() else word)
            at = end
        if at == len(text):
            return tuple(parts)
        if text[at] != ".":
            raise DataError(f"{text!r} is no Lean name: a dot must stand at position {at}")
        at += 1
