"""Proofs that a model handed in without a code fence: in tags, LaTeX's environments, JSON, calls of tools."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from harness.prompts._glance import begins_like_lean, proves

_NAMES = (
    "answer|final_answer|final|solution|response|result|output|proof|formal_proof|lean_proof|lean4?|lean4?_code"
    "|code|pre|theorem|tactics?|parameter|arg_value"
)
# An opening or closing tag, LaTeX's \begin and \end.
_EDGE = re.compile(
    rf"<(?P<shut>/?)(?P<tag>{_NAMES})(?:[ =][^<>\n]{{0,200}})?>"
    r"|\\(?P<edge>begin|end)\{(?P<environment>lstlisting|verbatim|minted|leancode|lean4?|code)\}"
    r"(?:\[[^\]\n]{0,100}\]|\{[^{}\n]{0,100}\})*",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"<tool_call>|<\|tool_call_argument_begin\|>|<｜tool▁sep｜>|\[TOOL_CALLS\](?:\w+\[ARGS\])?"
)
_CODE_KEY = re.compile("code|proof|lean|solution|answer|tactic|content|text|output|response|argument|input")
_STEPS = (":::", "\nPROOFSTEP ")
# So many calls of tools are looked at; what one costs may be the text's length.
_MOST = 20

#: Finds a candidate in a text for the theorem of that name, or None.
Find = Callable[[str], "str | None"]


def wrapped(text: str) -> list[str]:
    """What stands in tags that models put answers in, or in environments of LaTeX, in the order of their
    ends; those alone that begin like Lean."""
    opened: dict[str, int] = {}
    found: list[str] = []
    for edge in _EDGE.finditer(text):
        name = (edge["tag"] or edge["environment"]).lower()
        if not edge["shut"] and edge["edge"] != "end":
            opened[name] = edge.end()
        elif (start := opened.pop(name, None)) is not None:
            found.append(text[start : edge.start()].strip("\n").rstrip())
    return [content for content in found if begins_like_lean(content)]


def in_json(text: str, theorem: str, find: Find) -> str | None:
    """The candidate that `find` finds in a string of a text that is one JSON value: in the last one that
    proves the theorem, else in the last one whose key says that it is code."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return _in_value(value, theorem, find)


def in_calls(text: str, theorem: str, find: Find) -> str | None:
    """The candidate in the last call of a tool that has one, its arguments being JSON."""
    decoder = json.JSONDecoder(strict=False)
    for call in reversed([*_CALL.finditer(text)][-_MOST:]):
        behind = text[call.end() :].lstrip()
        if not behind.startswith(("{", "[")):
            continue
        try:
            value, _ = decoder.raw_decode(behind)
        except (ValueError, RecursionError):
            continue
        if found := _in_value(value, theorem, find):
            return found
    return None


def _in_value(value: Any, theorem: str, find: Find) -> str | None:
    strings = [*_strings(value, "")]
    for _, string in reversed(strings):
        if proves(string, theorem):
            return string.strip("\n")
    for key, string in reversed(strings):
        if _CODE_KEY.search(key.lower()) and (found := find(string)):
            return found
    return None


def _strings(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """The strings of a JSON value in order, each with the key next to it."""
    stack = [(key, value)]
    while stack:
        key, value = stack.pop()
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict):
            stack += [(str(name), item) for name, item in reversed(value.items())]
        elif isinstance(value, list):
            stack += [(key, item) for item in reversed(value)]


def tactic_behind_state(text: str) -> str | None:
    """The tactic in an answer that says the prover's state first, as provers do that go tactic by tactic."""
    for sign in _STEPS:
        state, found, tactic = text.rpartition(sign)
        if found and "⊢" in state and tactic.strip():
            return tactic.strip()
    return None
