"""Values of `-M` arguments, each under its name in a mapping; a wrong one raises UsageError and is named."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from harness.errors import UsageError


def flag(args: Mapping[str, str], name: str) -> bool:
    """True or false."""
    value = args[name].lower()
    if value not in ("true", "false"):
        raise UsageError(f"-M {name}={args[name]} is neither true nor false")
    return value == "true"


def whole(args: Mapping[str, str], name: str, *, least: int = 1) -> int:
    """A whole number from `least` on."""
    try:
        number = int(args[name])
    except ValueError:
        number = least - 1
    if number < least:
        raise UsageError(f"-M {name}={args[name]} is no whole number from {least} on")
    return number


def seconds(args: Mapping[str, str], name: str) -> float:
    """A finite number above 0."""
    try:
        number = float(args[name])
    except ValueError:
        number = 0.0
    if not (number > 0 and math.isfinite(number)):
        raise UsageError(f"-M {name}={args[name]} is no number of seconds above 0")
    return number


def json_object(args: Mapping[str, str], name: str) -> dict[str, Any]:
    """A JSON object; an empty text is an empty one."""
    try:
        value = json.loads(args[name]) if args[name] else {}
    except (ValueError, RecursionError) as error:
        raise UsageError(
            f"-M {name}= is not JSON ({error}): put it between quotes of its own, {name}='{{...}}', "
            "which must come through the shell"
        ) from None
    if not isinstance(value, dict):
        raise UsageError(f"-M {name}= is not a JSON object: write {{...}}")
    return value
