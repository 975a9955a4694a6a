"""Keys that a person keeps in a file or a variable; one that is there and empty is an error, never no key."""

from __future__ import annotations

import os
from pathlib import Path

from harness.errors import UsageError


def key_in(variable: str) -> str | None:
    """The key in an environment variable; None where it isn't set. Raises UsageError."""
    text = os.environ.get(variable)
    return None if text is None else _only(_checked(text.split("\n"), f"${variable}"), f"${variable}")


def keys_in(variable: str) -> tuple[str, ...]:
    """The keys in an environment variable, separated by commas; () where it isn't set. Raises UsageError."""
    text = os.environ.get(variable)
    return () if text is None else _checked(text.split(","), f"${variable}")


def key_in_file(path: Path, option: str) -> str:
    """The one key that the file holds. option: how the person named the file. Raises UsageError."""
    return _only(keys_in_file(path, option), f"{option} {path}")


def keys_in_file(path: Path, option: str) -> tuple[str, ...]:
    """The keys of a file, one on a line. option: how the person named the file. Raises UsageError."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{option} {path} can't be read: {error}") from None
    return _checked(text.splitlines(), f"{option} {path}")


def refuse_empty(variable: str) -> None:
    """Raise UsageError for a variable that is to name a file of keys and is set, but empty."""
    if not os.environ.get(variable, "-").strip():
        raise UsageError(f"${variable} is set, but empty: name the file in it, or unset it")


def _checked(texts: list[str], where: str) -> tuple[str, ...]:
    """The keys among the texts; the error never repeats one."""
    keys = tuple(text.strip() for text in texts if text.strip())
    if not keys:
        raise UsageError(f"{where} is empty: put the key into it, or leave it out to have none")
    if not all(key.isascii() and key.isprintable() and " " not in key for key in keys):
        raise UsageError(f"a key in {where} is no single word of ASCII characters")
    return keys


def _only(keys: tuple[str, ...], where: str) -> str:
    if len(keys) > 1:
        raise UsageError(f"{where} holds several keys: leave one")
    return keys[0]
