"""Backend `hf`: a model of transformers in this process, on CUDA, MPS or the CPU."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

from harness.backends._hf_engine import CLOSED, HfEngine, HfOutcome, HfRow
from harness.backends._hf_load import DEFAULT_MAX_TOKENS, Loaded, load
from harness.backends._hf_options import HfOptions, read_options
from harness.backends.base import Generation, Request, Sample
from harness.errors import BackendError, UsageError

# Arguments that decide how fast a model writes, but not what.
_HOW = ("batch_size", "samples_per_request", "threads", "device", "device_map")


class HFBackend:
    """A causal language model with transformers' `generate`, in a thread of its own.

    Arguments: model (alias pretrained): a name on the hub, a folder or a .gguf file; revision, tokenizer,
    gguf_file; dtype (auto, float32, bfloat16, float16), device or device_map, attn_implementation,
    trust_remote_code; batch_size (samples generated together), samples_per_request, threads (on the CPU);
    chat_template_args and model_kwargs (JSON objects, for the chat template and from_pretrained).

    Each sample is drawn with its own seed, whatever else is in its batch: the same seed gives the same text,
    unless the model's numbers, rounded otherwise in a batch of another shape, tip a draw. What a request
    leaves open is taken from the model's generation_config, then temperature 1 and what its window holds.

    Raises UsageError for wrong arguments, BackendError when the model can't be loaded.
    """

    needs_prompt = True

    def __init__(self, args: Mapping[str, str]) -> None:
        self._options: HfOptions = read_options(args)
        self._loaded: Loaded | None = load(self._options)
        self._engine = HfEngine(self._loaded, self._options.batch_size)
        self._chat = bool(self._loaded.tokenizer.chat_template)
        self._description = _description(self._options, self._loaded)
        self.model = self._options.gguf_file or self._options.model
        self.samples_per_request = self._options.samples_per_request
        self.prompt_kind = None if self._chat else "completion"
        # A folder is known by the hash of what is in it, so it may be moved.
        local = {"model", "pretrained", "tokenizer"} if self._options.folder else set()
        self.transport_args = frozenset({*_HOW, *local})

    @property
    def description(self) -> Mapping[str, Any]:
        """Name, model and revision (a content hash for local files), number type, device, the settings that
        the model has where a run says nothing, and the versions of torch and transformers."""
        return self._description

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        """One Generation for each sample, each as soon as its text ends.

        Raises UsageError for a prompt that the model can't take, BackendError when it can't generate at all.
        """
        loaded = self._loaded
        if loaded is None:
            raise BackendError(CLOSED)
        ids = self._prompt_ids(loaded, request)
        limit = request.sampling.max_tokens or loaded.defaults.get("max_tokens")
        left = None if loaded.window is None else loaded.window - len(ids)
        budget = min((most for most in (limit, left) if most is not None), default=DEFAULT_MAX_TOKENS)
        if budget < 1:
            for sample in request.samples:
                error = f"the prompt has {len(ids)} tokens and the model takes {loaded.window}"
                yield Generation(sample.index, sample.seed, "", len(ids), error=error, too_long=True)
            return
        started = time.monotonic()
        loop = asyncio.get_running_loop()
        done: asyncio.Queue[tuple[Sample, HfOutcome]] = asyncio.Queue()

        def teller(sample: Sample) -> Any:
            def tell(outcome: HfOutcome) -> None:
                if not loop.is_closed():
                    loop.call_soon_threadsafe(done.put_nowait, (sample, outcome))

            return tell

        rows = [
            HfRow(ids, sample.seed, request.sampling, budget, teller(sample)) for sample in request.samples
        ]
        self._engine.submit(rows)
        try:
            for _ in rows:
                sample, outcome = await done.get()
                if outcome.gone is not None:
                    raise outcome.gone
                yield Generation(
                    sample.index,
                    sample.seed,
                    outcome.text,
                    len(ids),
                    None if outcome.error else outcome.tokens,
                    outcome.reason or "error",
                    time.monotonic() - started,
                    error=outcome.error,
                )
        finally:
            for row in rows:
                row.dropped = True

    async def close(self) -> None:
        """End what is under way at its next token, and free the model's memory."""
        self._loaded = None
        await asyncio.to_thread(self._engine.close)

    def _prompt_ids(self, loaded: Loaded, request: Request) -> list[int]:
        prompt, tokenizer = request.prompt, loaded.tokenizer
        if prompt is None:
            raise UsageError("model 'hf' needs a prompt for each problem: give --prompt auto")
        if isinstance(prompt, str):
            return list(tokenizer(prompt)["input_ids"]) or _first_token(tokenizer)
        if not self._chat:
            raise UsageError(
                "the prompt is a chat and the model has no chat template: give a completion prompt, "
                "e.g. --prompt plain"
            )
        messages = [dict(message) for message in prompt]
        answers = bool(messages) and messages[-1]["role"] == "assistant"
        text = tokenizer.apply_chat_template(
            messages,
            tokenize=False,
            add_generation_prompt=not answers,
            continue_final_message=answers,
            **self._options.chat_template_args,
        )
        return list(tokenizer(text, add_special_tokens=False)["input_ids"])


def _first_token(tokenizer: Any) -> list[int]:
    """What a text of no tokens goes on from."""
    start = tokenizer.bos_token_id if tokenizer.bos_token_id is not None else tokenizer.eos_token_id
    if start is None:
        raise UsageError(
            "the prompt is empty and the model has no token to begin with: give another --prompt"
        )
    return [int(start)]


def _description(options: HfOptions, loaded: Loaded) -> dict[str, Any]:
    folder = options.folder
    name = options.model if folder is None else folder.resolve().name
    described: dict[str, Any] = {
        "name": "hf",
        "model": options.gguf_file or name,
        "revision": loaded.revision,
        "dtype": str(loaded.model.dtype).removeprefix("torch."),
        "device": loaded.device.type,
        "defaults": dict(loaded.defaults),
        "versions": dict(loaded.versions),
    }
    return described
