"""What an OpenAI-compatible server answers: choices and token counts, from whole answers and from streams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

# A server that shuts down, or drops a request, ends it with these; the text is half a text.
_BROKEN_OFF = frozenset({"abort", "error", "cancelled"})
# Words of servers for the two ends of a text.
_ENDS = {
    **dict.fromkeys(("eos", "eos_token", "end_turn", "stop_sequence", "STOP"), "stop"),
    **dict.fromkeys(("max_tokens", "MAX_TOKENS", "model_length"), "length"),
}
# Characters of a piece of a stream: a shorter text than the first may well repeat itself, and one of the
# second length is no single token.
_SHORT, _LONG = 8, 32


class WrongAnswer(ValueError):
    """The server's answer isn't what the protocol says."""


class UnclearChoices(WrongAnswer):
    """The answer doesn't say which piece of text belongs to which choice."""


class ServerSaysError(WrongAnswer):
    """The answer is an error in the server's own words. status: of HTTP as it names it, 0 when it doesn't."""

    def __init__(self, error: object) -> None:
        known = error if isinstance(error, Mapping) else {}
        code = known.get("code")
        self.body = error
        self.status = code if isinstance(code, int) and 400 <= code < 600 else 0
        super().__init__(str(known.get("message") or error))


@dataclass(slots=True)
class Choice:
    """One sample as far as it has come; `finish_reason` is empty until it is whole.

    beyond: what came after its end. ends: how often it was said to end.
    """

    pieces: list[str] = field(default_factory=list)
    thoughts: list[str] = field(default_factory=list)
    finish_reason: str = ""
    beyond: list[str] = field(default_factory=list)
    ends: int = 0

    @property
    def text(self) -> str:
        """The answer without the reasoning."""
        return "".join(self.pieces)

    @property
    def reasoning(self) -> str | None:
        """What the server kept apart as reasoning; None when there is none."""
        return "".join(self.thoughts) or None


class HttpAnswer:
    """The answer to one request. `prompt_tokens`, `completion_tokens`: None until the server tells them.
    `model`, `fingerprint`: what it says of itself, empty when it says nothing. `latency_s`: seconds from the
    request to its end; whoever asked sets it."""

    def __init__(self, wanted: int = 1) -> None:
        """wanted: how many choices were asked for."""
        self._wanted = wanted
        self._choices: dict[int, Choice] = {}
        self.prompt_tokens: int | None = None
        self.completion_tokens: int | None = None
        self.model = self.fingerprint = ""
        self.latency_s = 0.0

    def add(self, part: object, *, whole: bool = False) -> None:
        """Take a part of a stream, or a `whole` answer.

        Raises ServerSaysError for an error in the server's words, UnclearChoices, and WrongAnswer for what
        isn't an answer of the protocol; what came before stays.
        """
        if not isinstance(part, Mapping):
            raise WrongAnswer("the answer isn't a JSON object")
        choices = part.get("choices")
        if part.get("error") and not choices:
            raise ServerSaysError(part["error"])
        if choices is None:
            choices = []
        if not isinstance(choices, list) or (whole and not choices):
            raise WrongAnswer("the answer has no list of choices")
        for number, choice in zip(self._numbers(choices, whole), choices, strict=True):
            self._add_choice(number, choice, whole)
        usage = part.get("usage")
        if isinstance(usage, Mapping):
            self.prompt_tokens = _count(usage, "prompt_tokens", self.prompt_tokens)
            self.completion_tokens = _count(usage, "completion_tokens", self.completion_tokens)
        for name, key in (("model", "model"), ("fingerprint", "system_fingerprint")):
            if isinstance(value := part.get(key), str) and value:
                setattr(self, name, value)

    def end(self) -> None:
        """The server said that the answer is whole: what has a text has come to its end."""
        for choice in self._choices.values():
            if not choice.finish_reason and (choice.pieces or choice.thoughts):
                self._end(choice, "stop")

    def check(self) -> None:
        """Raises WrongAnswer when a text went on behind its end, unless it was only sent twice."""
        for choice in self._choices.values():
            beyond = "".join(choice.beyond)
            if self._wanted > 1 and (beyond or choice.ends > 1):
                self._choices.clear()
                raise UnclearChoices("several choices came under one index")
            if beyond and beyond not in (choice.text, choice.reasoning):
                choice.finish_reason = ""
                raise WrongAnswer("a text went on after its end")

    def cut(self, stop: Sequence[str]) -> None:
        """End each text before the first of the stop strings that is in it."""
        for choice in self._choices.values():
            places = [place for place in map(choice.text.find, stop) if place >= 0]
            if places:
                choice.pieces = [choice.text[: min(places)]]
                choice.finish_reason = choice.finish_reason and "stop"

    def finished(self) -> list[Choice]:
        """The choices that are whole, in the server's order."""
        done = sorted((number, choice) for number, choice in self._choices.items() if choice.finish_reason)
        return [choice for _, choice in done if choice.finish_reason not in _BROKEN_OFF]

    def _numbers(self, choices: Sequence[object], whole: bool) -> list[int]:
        """Which choice each of the list is: by its index, and by its place where the indices say nothing."""
        given = [choice.get("index") if isinstance(choice, Mapping) else None for choice in choices]
        for index in given:
            if index is not None and not isinstance(index, int):
                raise WrongAnswer("a choice's index is no number")
        known = [index for index in given if index is not None]
        if len(set(known)) == len(choices):
            return known
        if not whole and len(choices) == 1 and self._wanted > 1:
            self._choices.clear()
            raise UnclearChoices("the parts of the choices have no index")
        return list(range(len(choices)))

    def _add_choice(self, number: int, choice: object, whole: bool) -> None:
        if not isinstance(choice, Mapping):
            raise WrongAnswer("a choice isn't a JSON object")
        state = self._choices.setdefault(number, Choice())
        message = choice.get("message" if whole else "delta")
        # At the end of a stream some servers send the message once more, as a whole.
        again = not whole and not message and isinstance(choice.get("message"), Mapping)
        message = choice["message"] if again else choice if message is None else message
        if not isinstance(message, Mapping):
            raise WrongAnswer("a choice's message isn't a JSON object")
        if whole and not {"content", "text"} & message.keys():
            raise WrongAnswer("a choice has no text")
        pieces, thoughts = _texts(message)
        finish = choice.get("finish_reason")
        if finish is not None and not isinstance(finish, str):
            raise WrongAnswer("a choice's finish_reason is no text")
        state.ends += bool(finish)
        if state.finish_reason:
            state.beyond += pieces or thoughts
            return
        if again and pieces:
            state.pieces, state.thoughts = pieces, thoughts or state.thoughts
        else:
            state.pieces += pieces
            state.thoughts += thoughts
        if finish or whole:
            self._end(state, finish or "stop")

    def _end(self, choice: Choice, reason: str) -> None:
        choice.finish_reason = _ENDS.get(reason, reason)
        choice.pieces, choice.thoughts = _once(choice.pieces), _once(choice.thoughts)


def _once(pieces: list[str]) -> list[str]:
    """The pieces of a stream, without a last one that repeats all before it, and the last one alone where
    each begins with the one before: servers that send a text twice."""
    last = pieces[-1] if pieces else ""
    if len(last) < _SHORT:
        return pieces
    if len(pieces) >= 3 and all(len(one) < len(two) and two.startswith(one) for one, two in pairwise(pieces)):
        return [last]
    # Of two equal pieces the second may be the model's own, if each can be a single token.
    long = len(pieces) >= 3 or len(last) >= _LONG or len(last.split()) > 1
    return pieces[:-1] if long and len(pieces) >= 2 and last == "".join(pieces[:-1]) else pieces


def _texts(message: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """(the text, the reasoning) of a message, each a list of at most one; of fields that a server sends under
    two names the first that is set."""
    pieces, thoughts = "", ""
    for name in ("content", "text"):
        value = message.get(name)
        if isinstance(value, list):
            text, thought = _of_parts(value)
            pieces, thoughts = pieces or text, thoughts or thought
        elif value is not None and not isinstance(value, str):
            raise WrongAnswer(f"the field {name!r} of a choice is no text")
        else:
            pieces = pieces or value or ""
    for name in ("reasoning_content", "reasoning"):
        value = message.get(name)
        if value is not None and not isinstance(value, str):
            raise WrongAnswer(f"the field {name!r} of a choice is no text")
        thoughts = thoughts or value or ""
    return [pieces] if pieces else [], [thoughts] if thoughts else []


_THOUGHTS = frozenset({"thinking", "reasoning"})


def _of_parts(parts: Sequence[object]) -> tuple[str, str]:
    """(text, reasoning) of a content that is a list of parts, each a text or an object with its `type`."""
    text, thoughts = "", ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        kind = part.get("type", "text") if isinstance(part, Mapping) else None
        value = (
            part.get(kind, part.get("text")) if isinstance(part, Mapping) and isinstance(kind, str) else None
        )
        if isinstance(value, list):
            value = "".join(_of_parts(value))
        if not isinstance(value, str):
            raise WrongAnswer("a part of a choice's content is no text")
        if kind in _THOUGHTS:
            thoughts += value
        else:
            text += value
    return text, thoughts


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
