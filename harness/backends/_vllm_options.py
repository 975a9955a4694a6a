"""The `-M` arguments of backend `vllm`: ours, and those that the engine reads."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.backends._values import json_object, seconds, whole
from harness.errors import UsageError
from harness.resources import expanded

_OURS = {
    "lora": "",
    "sampling": "",
    "chat_template": "",
    "chat_template_kwargs": "",
    "samples_per_request": "16",
    "engine_cores": "",
    "engine_log": "",
    "startup_timeout": "3600",
}
# What each request says by itself.
_PER_SAMPLE = ("n", "seed", "output_kind", "temperature", "top_p", "top_k", "min_p", "max_tokens", "stop")
#: Arguments that say where the model lies and how it is run, and don't decide its output.
TRANSPORT = frozenset(
    {
        *("model", "pretrained", "lora", "tokenizer", "chat_template", "download_dir"),
        *("engine_cores", "engine_log", "startup_timeout", "samples_per_request", "gpu_memory_utilization"),
    }
)
OWN_NAMES = ("model", "pretrained", *_OURS)


@dataclass(frozen=True, slots=True)
class VllmOptions:
    """What the arguments say.

    engine: arguments of vLLM's own, as given, `model` among them. lora, chat_template: a path or None.
    sampling: further fields of vLLM's SamplingParams. startup_timeout_s: for loading the model.
    """

    model: str
    engine: Mapping[str, str]
    lora: str | None
    sampling: Mapping[str, Any]
    chat_template: Path | None
    chat_template_kwargs: Mapping[str, Any]
    samples_per_request: int
    engine_cores: str
    engine_log: Path | None
    startup_timeout_s: float
    workers: int


def read_options(given: Mapping[str, str]) -> VllmOptions:
    """The options in the `-M` arguments; the engine's own are checked by the engine.

    Raises UsageError, which never repeats a secret.
    """
    args = dict(given)
    if "pretrained" in args:
        args.setdefault("model", args.pop("pretrained"))
    if "hf_token" in args:
        raise UsageError("a token doesn't belong on the command line: put it into $HF_TOKEN")
    if not args.get("model"):
        raise UsageError("model 'vllm' needs the argument 'model': give -M model=NAME_OR_FOLDER")
    ours = {name: args.pop(name, default) for name, default in _OURS.items()}
    sampling = json_object(ours, "sampling")
    for name in _PER_SAMPLE:
        if name in sampling:
            raise UsageError(
                f"-M sampling= may not set {name!r}: it has an option, or a value for each sample"
            )
    return VllmOptions(
        model=args["model"],
        engine=args,
        lora=ours["lora"] or None,
        sampling=sampling,
        chat_template=_file("chat_template", ours["chat_template"]),
        chat_template_kwargs=json_object(ours, "chat_template_kwargs"),
        samples_per_request=whole(ours, "samples_per_request"),
        engine_cores=ours["engine_cores"],
        engine_log=expanded(ours["engine_log"]) if ours["engine_log"] else None,
        startup_timeout_s=seconds(ours, "startup_timeout"),
        workers=_workers(args),
    )


def _workers(args: Mapping[str, str]) -> int:
    """Worker processes of the engine; a value that is no number is the engine's to refuse."""
    sizes = [args.get(f"{kind}_parallel_size", "1") for kind in ("tensor", "pipeline", "data")]
    return math.prod(int(size) for size in sizes if size.isdecimal())


def _file(name: str, text: str) -> Path | None:
    if not text:
        return None
    path = expanded(text)
    if not path.is_file():
        raise UsageError(f"-M {name}= is no file: give the path of a Jinja template")
    return path
