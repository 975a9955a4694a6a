"""Load a model and its tokenizer with transformers."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.backends._hf_options import HfOptions
from harness.backends._hf_revision import content_hash, model_files
from harness.errors import BackendError
from harness.resources import expanded

#: Tokens that a sample may have when neither the run nor the model says a number, not even its window.
DEFAULT_MAX_TOKENS = 2048
_SAMPLING = ("temperature", "top_p", "top_k", "min_p")
# What a model may set for sampling with transformers' own loop, and that ours takes over.
_TAKEN_OVER = (*_SAMPLING, "typical_p", "epsilon_cutoff", "eta_cutoff")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model that is ready to generate.

    defaults: the model's own sampling settings, max_tokens among them if it names that.
    eos: ids of the tokens that end a text.
    window: tokens that prompt and text may have together; None when the model doesn't say.
    revision: the hub's commit, or a hash of the local files; empty when neither is known.
    """

    model: Any = field(repr=False)
    tokenizer: Any = field(repr=False)
    device: Any
    defaults: Mapping[str, Any]
    eos: frozenset[int]
    pad: int
    window: int | None
    revision: str
    versions: Mapping[str, str]


def load(options: HfOptions) -> Loaded:
    """The model that the options name, in evaluation mode and on its device.

    Raises BackendError when a package is missing or the model can't be loaded.
    """
    try:
        import torch
        import transformers
    except ImportError as error:
        raise BackendError(
            f"model 'hf' needs a package that isn't here ({error}): pip install 'prover-eval[hf]'"
        ) from None
    if options.threads is not None:
        torch.set_num_threads(options.threads)
    try:
        device = _device(torch, options)
        with _no_progress_bars():
            tokenizer = transformers.AutoTokenizer.from_pretrained(
                options.tokenizer or options.model, **_common(options, for_tokenizer=True)
            )
            model = _load_model(torch, transformers, options)
        if not options.device_map:
            model = model.to(device)
    except BackendError:
        raise
    except Exception as error:
        # Whatever is wrong with a model's files comes up as an error of any kind.
        raise BackendError(
            f"the model {options.model} can't be loaded ({type(error).__name__}: {_brief(error)}): look at "
            "-M model=, and at -M dtype=, -M device= and -M device_map= when memory is short"
        ) from error
    model.eval()
    defaults, eos = _settle(transformers, model, tokenizer)
    return Loaded(
        model=model,
        tokenizer=tokenizer,
        device=model.device,
        defaults=defaults,
        eos=eos,
        pad=_pad(tokenizer, eos),
        window=getattr(model.config.get_text_config(), "max_position_embeddings", None),
        revision=_revision(options, model),
        versions={"torch": torch.__version__, "transformers": transformers.__version__},
    )


def _load_model(torch: Any, transformers: Any, options: HfOptions) -> Any:
    settings = _common(options)
    settings["dtype"] = "auto" if options.dtype == "auto" else getattr(torch, options.dtype)
    for name in ("device_map", "attn_implementation"):
        if value := getattr(options, name):
            settings[name] = value
    if _version(transformers.__version__) < (4, 56):
        settings["torch_dtype"] = settings.pop("dtype")
    settings.update(options.model_kwargs)
    return transformers.AutoModelForCausalLM.from_pretrained(options.model, **settings)


def _common(options: HfOptions, *, for_tokenizer: bool = False) -> dict[str, Any]:
    settings: dict[str, Any] = {"trust_remote_code": options.trust_remote_code}
    if options.tokenizer and for_tokenizer:
        return settings
    if options.revision:
        settings["revision"] = options.revision
    if options.gguf_file:
        settings["gguf_file"] = options.gguf_file
    return settings


def _device(torch: Any, options: HfOptions) -> Any:
    if options.device:
        device = torch.device(options.device)
        there = {"cuda": torch.cuda.is_available, "mps": torch.backends.mps.is_available}
        if not there.get(device.type, lambda: True)():
            raise BackendError(f"-M device={options.device}: torch sees none here; leave it out for the CPU")
        return device
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def _settle(transformers: Any, model: Any, tokenizer: Any) -> tuple[dict[str, Any], frozenset[int]]:
    """(the model's own sampling settings, ids that end a text); the model is left with greedy search."""
    config = copy.deepcopy(model.generation_config)
    said = config.to_diff_dict()
    defaults = {name: said[name] for name in _SAMPLING if said.get(name) is not None}
    defaults.setdefault("temperature", 1.0)
    if said.get("max_new_tokens"):
        defaults["max_tokens"] = said["max_new_tokens"]
    plain = transformers.GenerationConfig()
    for name in (*_TAKEN_OVER, "max_length", "max_new_tokens", "num_beams", "num_return_sequences"):
        if hasattr(plain, name):
            setattr(config, name, getattr(plain, name))
    config.do_sample = False
    model.generation_config = config
    ids = config.eos_token_id
    eos = {ids} if isinstance(ids, int) else set(ids or ())
    if tokenizer.eos_token_id is not None:
        eos.add(tokenizer.eos_token_id)
    return defaults, frozenset(eos)


def _pad(tokenizer: Any, eos: frozenset[int]) -> int:
    """The id that fills short rows; it is masked, so any will do."""
    if tokenizer.pad_token_id is not None:
        return int(tokenizer.pad_token_id)
    return min(eos, default=0)


def _revision(options: HfOptions, model: Any) -> str:
    if options.folder is None:
        return str(getattr(model.config, "_commit_hash", None) or options.revision)
    files = [options.folder / options.gguf_file] if options.gguf_file else model_files(options.folder)
    tokenizer = expanded(options.tokenizer) if options.tokenizer else None
    if tokenizer is not None and tokenizer.is_dir():
        files += [
            path for path in model_files(tokenizer) if path.suffix not in (".safetensors", ".bin", ".gguf")
        ]
    return content_hash(files)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2] if part.isdigit())


def _brief(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:300] if lines else "no reason given"


@contextlib.contextmanager
def _no_progress_bars() -> Iterator[None]:
    """Without the bars of transformers, which would mix with our own lines."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
