"""The `-M` arguments of backend `hf`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.backends._values import flag, json_object, whole
from harness.backends.arguments import take_known
from harness.errors import UsageError
from harness.resources import expanded

_DEFAULTS = {
    "revision": "",
    "tokenizer": "",
    "gguf_file": "",
    "dtype": "auto",
    "device": "",
    "device_map": "",
    "attn_implementation": "",
    "trust_remote_code": "false",
    "chat_template_args": "",
    "model_kwargs": "",
    "batch_size": "16",
    "samples_per_request": "4",
    "threads": "",
}
_DTYPES = ("auto", "float32", "bfloat16", "float16")
_SHORT_DTYPES = {
    "fp32": "float32",
    "float": "float32",
    "bf16": "bfloat16",
    "fp16": "float16",
    "half": "float16",
}


@dataclass(frozen=True, slots=True)
class HfOptions:
    """What the arguments say.

    model: a name on the hub, or a folder. gguf_file: name of a GGUF file in it; empty for none.
    dtype: "auto" (the model's own) or the name of a torch type. device: empty for the best there is.
    threads: of torch on the CPU; None for its own choice.
    chat_template_args, model_kwargs: what goes to the chat template and to from_pretrained beside the rest.
    """

    model: str
    revision: str
    tokenizer: str
    gguf_file: str
    dtype: str
    device: str
    device_map: str
    attn_implementation: str
    trust_remote_code: bool
    batch_size: int
    samples_per_request: int
    threads: int | None
    chat_template_args: Mapping[str, Any] = field(default_factory=dict)
    model_kwargs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> Path | None:
        """The model's folder; None for a name on the hub."""
        path = expanded(self.model)
        return path if path.is_dir() else None


def read_options(given: Mapping[str, str]) -> HfOptions:
    """The options in the `-M` arguments. Raises UsageError."""
    args = dict(given)
    if "pretrained" in args:
        args.setdefault("model", args.pop("pretrained"))
    args = take_known("hf", args, required=["model"], optional=_DEFAULTS)
    model, gguf_file = _place(args["model"], args["gguf_file"])
    dtype = _SHORT_DTYPES.get(args["dtype"], args["dtype"])
    if dtype not in _DTYPES:
        raise UsageError(f"-M dtype={dtype} is unknown: give one of {', '.join(_DTYPES)}")
    if args["device"] and args["device_map"]:
        raise UsageError("-M device= and -M device_map= exclude each other: leave one out")
    return HfOptions(
        model=model,
        revision=args["revision"],
        tokenizer=args["tokenizer"],
        gguf_file=gguf_file,
        dtype=dtype,
        device=args["device"],
        device_map=args["device_map"],
        attn_implementation=args["attn_implementation"],
        trust_remote_code=flag(args, "trust_remote_code"),
        batch_size=whole(args, "batch_size"),
        samples_per_request=whole(args, "samples_per_request"),
        threads=whole(args, "threads") if args["threads"] else None,
        chat_template_args=json_object(args, "chat_template_args"),
        model_kwargs=json_object(args, "model_kwargs"),
    )


def _place(model: str, gguf_file: str) -> tuple[str, str]:
    """(model, GGUF file in it); a path to a GGUF file is its folder and its name."""
    path = expanded(model)
    if not gguf_file and path.suffix.lower() == ".gguf":
        if not path.is_file():
            raise UsageError(f"-M model={model}: there is no such file")
        return str(path.parent), path.name
    if (model.startswith((".", "/", "~")) and not path.is_dir()) or path.is_file():
        raise UsageError(
            f"-M model={model} is no folder: give a folder with config.json, a .gguf file, or a model's name"
        )
    if gguf_file and path.is_dir() and not (path / gguf_file).is_file():
        raise UsageError(f"-M gguf_file={gguf_file}: there is no such file in {model}")
    return model, gguf_file
