"""The `-M` arguments of backends that ask a server over HTTP."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.backends._values import flag, json_object, seconds, whole
from harness.backends.arguments import take_known
from harness.errors import UsageError
from harness.http_address import checked_address
from harness.http_retry import Backoff
from harness.keys import key_in

_KEY_VARIABLE = "OPENAI_API_KEY"
_DEFAULTS = {
    "base_url": "",
    "api_key_env": "",
    "api": "",
    "samples_per_request": "1",
    "extra_body": "",
    "send_seed": "true",
    "stream": "true",
    "timeout": "3600",
    "retries": "6",
    "backoff": "1",
    "max_backoff": "60",
}
# What each request says by itself; a fixed seed, for one, would make all samples the same text.
_OURS = ("model", "prompt", "messages", "n", "seed", "stream", "stream_options")


@dataclass(frozen=True, slots=True)
class HttpOptions:
    """What the arguments say; `key` comes from the environment and is never shown."""

    model: str
    base_url: str | None
    key: str | None = field(repr=False)
    key_variable: str
    api: str
    samples_per_request: int
    extra_body: Mapping[str, Any]
    send_seed: bool
    stream: bool
    timeout_s: float
    retries: int
    backoff: Backoff


def read_options(given: Mapping[str, str]) -> HttpOptions:
    """The options in the `-M` arguments.

    Raises UsageError, which never repeats a value that may hold a secret.
    """
    if "api_key" in given:
        raise UsageError(
            f"a key doesn't belong on the command line: put it into ${_KEY_VARIABLE}, or name another "
            "variable with -M api_key_env=NAME"
        )
    args = dict(given)
    if "pretrained" in args:
        args.setdefault("model", args.pop("pretrained"))
    args = take_known("openai", args, required=["model"], optional=_DEFAULTS)
    if args["api"] not in ("", "completions", "chat"):
        raise UsageError(f"-M api={args['api']} is unknown: give api=completions or api=chat")
    return HttpOptions(
        model=args["model"],
        base_url=_address(args["base_url"]),
        key=_key(args["api_key_env"]),
        key_variable=args["api_key_env"] or _KEY_VARIABLE,
        api=args["api"],
        samples_per_request=whole(args, "samples_per_request"),
        extra_body=_extra_body(args),
        send_seed=flag(args, "send_seed"),
        stream=flag(args, "stream"),
        timeout_s=seconds(args, "timeout"),
        retries=whole(args, "retries", least=0),
        backoff=Backoff(seconds(args, "backoff"), seconds(args, "max_backoff")),
    )


def _address(text: str) -> str | None:
    if not text:
        return None
    return checked_address(text, "-M base_url=", "base_url=http://127.0.0.1:8000/v1")


def _key(variable: str) -> str | None:
    if variable and variable not in os.environ:
        raise UsageError("the variable that -M api_key_env= names is not set: export it with the key")
    return key_in(variable or _KEY_VARIABLE)


def _extra_body(args: Mapping[str, str]) -> dict[str, Any]:
    value = json_object(args, "extra_body")
    for name in _OURS:
        if name in value:
            raise UsageError(f"-M extra_body= may not set {name!r}, which each request says by itself")
    return value
