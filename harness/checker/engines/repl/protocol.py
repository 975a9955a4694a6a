"""The words of leanprover-community/repl: JSON in and out, each ended by an empty line (its README).

What it says comes from where candidates run, so it is data and may be anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from harness.checker.judge import HEARTBEATS_KIND, used_up_heartbeats
from harness.checker.messages import read_message
from harness.checker.verdict import Message
from harness.lean.source.header import only_blanks

_SEVERITIES = {"info": "information"}
# Where a word of the header stands in the rest, Lean's idea of where the header ends may be another.
_HEADER_WORDS = re.compile(r"\b(?:import|prelude|module)\b")
_LITERAL = re.compile(r"\d+|true|false")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command came to: the number of the new environment, and Lean's messages.

    size: bytes of the messages as Lean's own command line would have written them, about.
    """

    environment: int
    messages: tuple[Message, ...]
    size: int

    @property
    def has_errors(self) -> bool:
        """Whether one of the messages is an error."""
        return any(message.severity == "error" for message in self.messages)


def command(text: str, environment: int | None = None) -> bytes:
    """Have `text` elaborated on top of an environment; without one it is a file from its header on."""
    request: dict[str, Any] = {"cmd": text}
    if environment is not None:
        request["env"] = environment
    return _line(request)


def pickle(environment: int, path: str) -> bytes:
    """Have what an environment has beyond its imports written to a file."""
    return _line({"pickleTo": path, "env": environment})


def _line(request: Mapping[str, Any]) -> bytes:
    # Characters as they are: Lean's reader of JSON knows no pairs of surrogates.
    return json.dumps(request, ensure_ascii=False).encode() + b"\n\n"


def read_reply(output: bytes) -> Reply | None:
    """The answer to a command; None for anything else, the word of an error among it."""
    try:
        data = json.loads(output)
        environment, listed = data["env"], data.get("messages", [])
        if isinstance(environment, bool) or not isinstance(environment, int) or not isinstance(listed, list):
            return None
        messages = [_message(each) for each in listed]
        size = sum(len(json.dumps(each)) + 1 for each in listed)
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError):
        return None
    if any(message is None for message in messages):
        return None
    return Reply(environment, tuple(message for message in messages if message is not None), size)


def _message(data: dict[str, Any]) -> Message | None:
    """A message. The repl leaves out Lean's tag of it."""
    severity = _SEVERITIES.get(data["severity"], data["severity"])
    message = read_message({**data, "severity": severity, "kind": ""})
    if message is not None and severity == "error" and used_up_heartbeats(message):
        return replace(message, kind=HEARTBEATS_KIND)
    return message


def options_text(options: Mapping[str, str]) -> str:
    """Commands that set these options for everything behind them."""
    lines = [
        f"set_option {name} {value if _LITERAL.fullmatch(value) else json.dumps(value)}"
        for name, value in options.items()
    ]
    return "\n".join(lines) + "\n"


def behind_header(text: str, header: str) -> str | None:
    """`text` with blanks for its beginning `header`, so that places in it stay the same.

    None when it isn't known where Lean sees the header's end, or nothing stands behind it: a command that
    is no command is an error.
    """
    rest = text[len(header) :]
    if _HEADER_WORDS.search(rest) or re.search(r"\bmodule\b", header) or only_blanks(text, len(header)):
        return None
    return re.sub(r"[^\n]", " ", header) + rest
