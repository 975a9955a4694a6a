"""Model arguments: `-M key=value` on the command line becomes a mapping that a backend's factory reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from harness.errors import UnknownNameError, UsageError

_HINT = (
    "write -M key=value, several separated by commas; quote a value that holds a comma, or write \\, in it"
)
_NOTHING: Mapping[str, str] = MappingProxyType({})


def parse_model_args(items: Sequence[str]) -> dict[str, str]:
    """All `key=value` pairs of the items, in order.

    One item may hold several pairs separated by commas. A value that begins with ' or " runs to the
    closing quote, commas included; outside quotes `\\,` is a comma, and `\\\\` is a backslash in both.
    Any other backslash stands for itself. '-' in a key is read as '_'. An empty value is allowed.

    Raises UsageError for a pair without `=`, an empty key, an open quote, text after a closing quote,
    and a key that is given two different values.
    """
    pairs: dict[str, str] = {}
    for item in items:
        position = 0
        while position < len(item):
            key, value, position = _read_pair(item, position)
            if pairs.setdefault(key, value) != value:
                raise UsageError(
                    f"model argument {key!r} is given as {pairs[key]!r} and as {value!r}: give it once"
                )
    return pairs


def take_known(
    model: str,
    args: Mapping[str, str],
    *,
    required: Iterable[str] = (),
    optional: Mapping[str, str] = _NOTHING,
) -> dict[str, str]:
    """The value of each key that the factory of `model` knows; `optional` maps a key to its default.

    Raises UnknownNameError for a key of `args` that is in neither list, and UsageError for a required
    key that is missing or empty.
    """
    needed = tuple(required)
    known = {*needed, *optional}
    for key in args:
        if key not in known:
            raise UnknownNameError(f"argument of model {model!r}", key, known)
    for key in needed:
        if not args.get(key):
            raise UsageError(f"model {model!r} needs the argument {key!r}: give -M {key}=...")
    return {**optional, **args}


def _read_pair(item: str, start: int) -> tuple[str, str, int]:
    """The pair that begins at `start`: key, value, and where the next pair begins."""
    equals = item.find("=", start)
    comma = item.find(",", start)
    if equals < 0 or 0 <= comma < equals:
        raise UsageError(f"model argument {item[start:]!r} has no '=': {_HINT}")
    key = item[start:equals].strip().replace("-", "_")
    if not key:
        raise UsageError(f"model argument {item[start:]!r} has no name before '=': {_HINT}")
    first = equals + 1
    if item[first : first + 1] in ("'", '"'):
        value, end = _read_quoted(item, first)
        if item[end : end + 1] not in ("", ","):
            raise UsageError(f"model argument {key!r} has text after its closing quote: {_HINT}")
    else:
        value, end = _read_plain(item, first)
    if end == len(item) - 1:
        raise UsageError(f"model arguments {item!r} end with a comma: {_HINT}")
    return key, value, end + 1


def _read_plain(item: str, start: int) -> tuple[str, int]:
    """An unquoted value and the index of the comma, or of the end, behind it."""
    value: list[str] = []
    position = start
    while position < len(item) and item[position] != ",":
        if item[position] == "\\" and item[position + 1 : position + 2] in (",", "\\"):
            position += 1
        value.append(item[position])
        position += 1
    return "".join(value).strip(), position


def _read_quoted(item: str, start: int) -> tuple[str, int]:
    """A quoted value and the index behind its closing quote."""
    quote = item[start]
    value: list[str] = []
    position = start + 1
    while position < len(item) and item[position] != quote:
        if item[position] == "\\" and item[position + 1 : position + 2] in (quote, "\\"):
            position += 1
        value.append(item[position])
        position += 1
    if position == len(item):
        raise UsageError(f"model argument {item!r} has an open quote: {_HINT}")
    return "".join(value), position + 1
