"""Know a prompt that is longer than a model's window by the words of engines that have no code for it."""

from __future__ import annotations

import re

# vLLM, SGLang, llama.cpp, TGI, Anthropic, Mistral.
_WORDS = re.compile(
    r"maximum (?:context|model) length (?:is|of) \d+|longer than the maximum model length"
    r"|longer than the model's (?:maximum )?context length|exceeds? the (?:model's )?maximum context length"
    r"|exceeds? the available context size|tokens? \+ `max_new_tokens` must be"
    r"|prompt is too long: \d+ tokens|prompt contains \d+ tokens",
    re.IGNORECASE,
)


def says_too_long(error: str) -> bool:
    """Whether an engine's error says that the prompt leaves no room for an answer. It ends a sample that was
    judged as not proved, or explains why there is none; it never decides a verdict."""
    return _WORDS.search(error) is not None
