"""Questions about a text that mostly need no more than a glance at its beginning: texts may be long."""

from __future__ import annotations

from harness.lean.source import code_tokens, declares_theorem, plain_name, tokenize
from harness.lean.source import parts as _parts

_GLANCE = 2000


def has_code(text: str) -> bool:
    """Whether the text holds more than white space and comments."""
    return bool(code_tokens(tokenize(text[:_GLANCE]))) or (
        len(text) > _GLANCE and bool(code_tokens(tokenize(text)))
    )


def begins_like_lean(text: str) -> bool:
    """Whether the first code token of `text` begins a command, a tactic or a proof."""
    head = text[:_GLANCE]
    # A long comment may fill the beginning; then the whole text has to be read.
    return _parts.begins_like_lean(head if code_tokens(tokenize(head)) else text)


def declares(text: str, theorem: str) -> bool:
    """Whether the text has `theorem NAME` or `lemma NAME` for the name `theorem`."""
    # The last part of a name stands in the text as it is, whatever quotes are around it.
    last = plain_name(theorem).split(".")[-1]
    return last in text and declares_theorem(tokenize(text), theorem)
