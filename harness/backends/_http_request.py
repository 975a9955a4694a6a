"""What a request to a model's server says, and what of it this server can't take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from harness.backends._http_answer import HttpAnswer
from harness.backends._http_failure import HttpFailure
from harness.backends._http_options import HttpOptions
from harness.backends.base import Request, Sample, Sampling

# The largest seed that a server takes which keeps it in 32 bits with a sign.
_SMALL_SEED = 2**31 - 1
_OPTIONS = {
    "temperature": "--temperature (1 is what most servers take) or another --prompt",
    "top_p": "--top-p (1 is what most servers take) or another --prompt",
    "top_k": "--top-k: leave it out",
    "min_p": "--min-p: leave it out",
    "seed": "-M send_seed=false",
    "max_tokens": "a smaller --max-tokens",
    "max_completion_tokens": "a smaller --max-tokens",
    "system": "a --prompt without a message of the system",
}
_NO_CHAT = ("chat template", "chat_template", "/chat/completions")


class RequestForm:
    """The body of requests to one server.

    It changes with what the server refuses, where a sample is the same without: counts of tokens in a stream,
    the stream itself, several samples at once, the name of the token limit, stop strings (the text is cut
    here then), seeds of more than 31 bits (whose low bits are sent). Each change is for good, so that all
    samples are asked for in the same way.

    many: whether several samples are asked for at once.
    """

    def __init__(self, options: HttpOptions) -> None:
        self._options = options
        self._changed: set[str] = set()
        self.many = True

    def is_chat(self, request: Request) -> bool:
        """Whether the request goes to the chat's interface."""
        return not isinstance(request.prompt, str) or self._options.api == "chat"

    def body(self, request: Request, batch: Sequence[Sample]) -> dict[str, Any]:
        """The arguments for the client library."""
        options, sampling, prompt = self._options, request.sampling, request.prompt
        stream = options.stream and "stream" not in self._changed
        body: dict[str, Any] = {"model": options.model, "stream": stream}
        if self.is_chat(request):
            messages = [{"role": "user", "content": prompt}] if isinstance(prompt, str) else prompt
            body["messages"] = [dict(message) for message in messages or ()]
        else:
            body["prompt"] = prompt
        if options.send_seed:
            # A seed of its own for each request: one seed for all would give the same text again and again.
            seed = batch[0].seed
            body["seed"] = seed & _SMALL_SEED if "seed" in self._changed else seed
        if len(batch) > 1:
            body["n"] = len(batch)
        if stream and "stream_options" not in self._changed:
            body["stream_options"] = {"include_usage": True}
        for name in ("temperature", "top_p", "max_tokens"):
            if (value := getattr(sampling, name)) is not None:
                body[name] = value
        if sampling.stop and "stop" not in self._changed:
            body["stop"] = list(sampling.stop)
        known = {name: getattr(sampling, name) for name in ("top_k", "min_p")}
        extra = {name: value for name, value in known.items() if value is not None}
        if "max_tokens" in self._changed and "max_tokens" in body:
            extra["max_completion_tokens"] = body.pop("max_tokens")
        body["extra_body"] = {**extra, **options.extra_body}
        return body

    def adapts(self, failure: HttpFailure, count: int) -> bool:
        """Whether the next request can do without what the server refused. count: samples of the request."""
        if failure.unclear and count > 1:
            self.many = False
            return True
        if failure.status not in (400, 422) or failure.too_long:
            return False
        if name := self._to_change(failure):
            self._changed.add(name)
            return True
        if count > 1:
            self.many = False
            return True
        return False

    def _to_change(self, failure: HttpFailure) -> str | None:
        """What the server names and isn't changed yet."""
        used = {
            "stream_options": self._options.stream,
            "stream": self._options.stream,
            "max_tokens": failure.speaks_of("max_completion_tokens"),
            "seed": self._options.send_seed,
            "stop": True,
        }
        for name, is_used in used.items():
            if is_used and name not in self._changed and failure.speaks_of(name):
                return name
        return None

    def cut(self, answer: HttpAnswer, sampling: Sampling) -> None:
        """Cut the texts at the stop strings, where the server wasn't given them."""
        if "stop" in self._changed:
            answer.cut(sampling.stop)

    def advice(self, failure: HttpFailure) -> str:
        """The option that avoids what the server refuses; begins with a blank, empty where none is known."""
        if failure.too_long:
            return " (a smaller --max-tokens leaves more room for the prompt)"
        if failure.status not in (400, 404, 405, 422):
            return ""
        for name, option in _OPTIONS.items():
            if failure.speaks_of(name):
                return f" (give {option})" if option[0] != "-" else f" ({option})"
        for name in self._options.extra_body:
            if failure.speaks_of(name):
                return f" (take {name} out of -M extra_body=)"
        if any(word in failure.told for word in _NO_CHAT):
            return " (a model without chat: -M api=completions and --prompt plain)"
        return ""
