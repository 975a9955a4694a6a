"""What an OpenAI-compatible server answers: choices and token counts, from whole answers and from streams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# A server that shuts down, or drops a request, ends it with these; the text is half a text.
_BROKEN_OFF = frozenset({"abort", "error", "cancelled"})


class WrongAnswer(ValueError):
    """The server's answer isn't what the protocol says."""


@dataclass(slots=True)
class Choice:
    """One sample as far as it has come; `finish_reason` is empty until it is whole."""

    pieces: list[str] = field(default_factory=list)
    thoughts: list[str] = field(default_factory=list)
    finish_reason: str = ""

    @property
    def text(self) -> str:
        """The answer without the reasoning."""
        return "".join(self.pieces)

    @property
    def reasoning(self) -> str | None:
        """What the server kept apart as reasoning; None when there is none."""
        return "".join(self.thoughts) or None


class Answer:
    """The answer to one request. `prompt_tokens`, `completion_tokens`: None until the server tells them.
    `latency_s`: seconds from the request to its end; whoever asked sets it."""

    def __init__(self) -> None:
        self._choices: dict[int, Choice] = {}
        self.prompt_tokens: int | None = None
        self.completion_tokens: int | None = None
        self.latency_s = 0.0

    def add(self, part: object, *, whole: bool = False) -> None:
        """Take a part of a stream, or a `whole` answer.

        Raises WrongAnswer for what isn't an answer of the protocol; what came before stays.
        """
        if not isinstance(part, Mapping):
            raise WrongAnswer("the answer isn't a JSON object")
        choices = part.get("choices")
        if choices is None:
            choices = []
        if not isinstance(choices, list) or (whole and not choices):
            raise WrongAnswer("the answer has no list of choices")
        for choice in choices:
            self._add_choice(choice, whole)
        usage = part.get("usage")
        if isinstance(usage, Mapping):
            self.prompt_tokens = _count(usage, "prompt_tokens", self.prompt_tokens)
            self.completion_tokens = _count(usage, "completion_tokens", self.completion_tokens)

    def finished(self) -> list[Choice]:
        """The choices that are whole, in the server's order."""
        done = sorted((number, choice) for number, choice in self._choices.items() if choice.finish_reason)
        return [choice for _, choice in done if choice.finish_reason not in _BROKEN_OFF]

    def _add_choice(self, choice: object, whole: bool) -> None:
        if not isinstance(choice, Mapping):
            raise WrongAnswer("a choice isn't a JSON object")
        number = choice.get("index") or 0
        if not isinstance(number, int):
            raise WrongAnswer("a choice's index is no number")
        state = self._choices.setdefault(number, Choice())
        message = choice.get("message" if whole else "delta")
        message = choice if message is None else message
        if not isinstance(message, Mapping):
            raise WrongAnswer("a choice's message isn't a JSON object")
        if whole and not {"content", "text"} & message.keys():
            raise WrongAnswer("a choice has no text")
        state.pieces += _texts(message, ("content", "text"))
        state.thoughts += _texts(message, ("reasoning_content", "reasoning"))
        finish = choice.get("finish_reason")
        if finish is not None and not isinstance(finish, str):
            raise WrongAnswer("a choice's finish_reason is no text")
        if finish or whole:
            state.finish_reason = finish or "stop"


def _texts(message: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    """The first of the named fields that is set; servers that rename a field send it under both names."""
    for name in names:
        value = message.get(name)
        if value is not None and not isinstance(value, str):
            raise WrongAnswer(f"the field {name!r} of a choice is no text")
        if value:
            return [value]
    return []


def _count(usage: Mapping[str, Any], name: str, before: int | None) -> int | None:
    value = usage.get(name)
    return value if isinstance(value, int) and value >= 0 else before


def share_tokens(total: int | None, choices: Sequence[Choice]) -> list[int | None]:
    """`total` completion tokens of a request split over its choices by length of text.

    The protocol counts all choices of a request together: the parts add up to its count,
    and with one choice the count is exact.
    """
    if total is None:
        return [None] * len(choices)
    sizes = [1 + len(choice.text) + len(choice.reasoning or "") for choice in choices]
    parts: list[int | None] = []
    seen = given = 0
    for size in sizes:
        seen += size
        upto = total * seen // sum(sizes)
        parts.append(upto - given)
        given = upto
    return parts


def share_evenly(total: int | None, count: int) -> list[int | None]:
    """`total` in `count` parts that differ by at most one and add up to it; None stays None."""
    if total is None:
        return [None] * count
    return [total * (at + 1) // count - total * at // count for at in range(count)]
