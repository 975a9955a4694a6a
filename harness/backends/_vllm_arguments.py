"""In the engine's process: from `-M` texts to vLLM's own engine arguments."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

_YES, _NO = ("true", "1", "yes"), ("false", "0", "no")
_LORA_RANKS = (1, 8, 16, 32, 64, 128, 256, 320, 512)


class UnknownArgument(Exception):
    """vLLM has no engine argument `name`; `known` are those that it has."""

    def __init__(self, name: str, known: list[str]) -> None:
        self.name, self.known = name, known
        super().__init__(name)


class WrongArgument(Exception):
    """vLLM doesn't take the value; the text says which one and why."""


def engine_arguments(texts: Mapping[str, str], lora: str | None) -> Any:
    """vLLM's AsyncEngineArgs from texts, each read with the type that vLLM's own parser has for it.

    A flag takes true or false; a list its items separated by spaces or commas; a structure JSON.
    lora: the adapter that will be asked for, so that the engine reserves memory for its rank.
    Raises UnknownArgument or WrongArgument.
    """
    from vllm.engine.arg_utils import AsyncEngineArgs

    actions = _actions(AsyncEngineArgs)
    fields = {field.name for field in dataclasses.fields(AsyncEngineArgs)}
    values: dict[str, Any] = {}
    if lora is not None:
        values["enable_lora"] = True
        if (rank := _rank(lora)) is not None:
            values["max_lora_rank"] = rank
    for name, text in texts.items():
        if name not in fields or name not in actions:
            raise UnknownArgument(name, sorted(fields & set(actions)))
        values[name] = _value(actions[name], name, text)
    try:
        return AsyncEngineArgs(**values)
    except (ValueError, TypeError) as error:
        raise WrongArgument(str(error)) from error


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongArgument(message)


def _actions(cls: Any) -> dict[str, argparse.Action]:
    """What vLLM's command line knows of each engine argument, by name."""
    try:
        from vllm.utils.argparse_utils import FlexibleArgumentParser
    except ImportError:
        from vllm.utils import FlexibleArgumentParser
    parser = cls.add_cli_args(FlexibleArgumentParser())
    return {action.dest: action for action in parser._actions}


def _value(action: argparse.Action, name: str, text: str) -> Any:
    if action.nargs == 0:
        if text.lower() not in (*_YES, *_NO):
            raise WrongArgument(f"{name}={text} is neither true nor false")
        return text.lower() in _YES
    words = text.replace(",", " ").split() if action.nargs in ("+", "*") else [text]
    # `type`, `choices` and `nargs` are vLLM's; a parser of our own applies them to this argument alone.
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument(
        name, nargs=action.nargs if isinstance(action.nargs, str) else None, type=action.type or str,
        choices=action.choices,
    )  # fmt: skip
    try:
        found = parser.parse_args(["--", *words])
    except WrongArgument as error:
        raise WrongArgument(f"{name}={text}: {error}") from None
    return getattr(found, name)


def _rank(lora: str) -> int | None:
    """The least rank of vLLM's that holds the adapter's own; None where that isn't known yet."""
    try:
        config = json.loads((Path(lora) / "adapter_config.json").read_text("utf-8"))
        own = int(config["r"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return next((rank for rank in _LORA_RANKS if rank >= own), own)
