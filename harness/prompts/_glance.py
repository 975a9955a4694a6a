"""Questions about a text that mostly need no more than a glance at its beginning: texts may be long."""

from __future__ import annotations

from harness.lean.source import code_tokens, declares_theorem, plain_name, split_theorem, tokenize
from harness.lean.source import parts as _parts

_GLANCE = 2000
_HOLES = frozenset({"sorry", "admit"})
_BARE = ([":=", "by", "sorry"], [":=", "sorry"])


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
    return last_name(theorem) in text and declares_theorem(tokenize(text), theorem)


def last_name(theorem: str) -> str:
    """The last part of a theorem's name, which stands in a text as it is, whatever quotes are around it."""
    return plain_name(theorem).split(".")[-1]


def is_bare_statement(text: str, theorem: str) -> bool:
    """Whether the theorem's proof in `text` is nothing but `sorry`: the prompt said again."""
    return _proof_words(text, theorem) in _BARE


def proves(text: str, theorem: str) -> bool:
    """Whether `text` is Lean from its beginning and states the theorem with a proof that has no hole."""
    if not declares(text, theorem) or not begins_like_lean(text):
        return False
    words = _proof_words(text, theorem)
    return bool(words) and _HOLES.isdisjoint(words)


def _proof_words(text: str, theorem: str) -> list[str]:
    parts = split_theorem(text, theorem)
    return [] if parts is None else [token.text for token in code_tokens(tokenize(parts.body))]
