"""Backends `lm_eval:NAME`: any model class of lm-evaluation-harness."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import Any

from harness.backends._lm_eval_model import Model
from harness.backends._too_long import says_too_long
from harness.backends.base import Backend, Endpoint, Generation, Request, Sample, Sampling
from harness.errors import BackendError, UsageError

DEFAULTS = {"temperature": 1.0, "max_tokens": 2048}
_DETAIL_LIMIT = 500


class _TooLong(ValueError):
    """The prompt fills the model's window."""


class LMEvalBackend:
    """The model `name` of lm-evaluation-harness; the arguments are those of its class.

    `model` and `pretrained` name the same thing, whichever of them the class has. Every sample is a request
    of its own, with its own seed where the class has one; a model in this process draws one sample at a time.
    lm-evaluation-harness tells neither tokens nor why a text ended, so these stay unknown. Where a request
    says nothing, temperature is 1 and a sample may have 2048 tokens (not lm-evaluation-harness' 0 and 256).

    Raises UsageError for wrong arguments, BackendError when the model can't be loaded.
    """

    needs_prompt = True
    transport_args = frozenset({"base_url", "num_concurrent", "max_retries", "timeout", "batch_size"})

    def __init__(self, name: str, args: Mapping[str, str]) -> None:
        self._name = name
        self._model: Model | None = Model(name, args)
        self._threads = ThreadPoolExecutor(self._model.concurrent, thread_name_prefix="lm-eval")
        self._proven = self._closed = False
        self._seeding = self._model.seeding
        self._address = self._model.address
        self.model = args.get("model") or args.get("pretrained") or name
        self.prompt_kind = self._model.kind

    @property
    def description(self) -> Mapping[str, Any]:
        """Names, version of lm-evaluation-harness, what a sample's seed is given to, the settings where a run
        says nothing, and that tokens aren't counted."""
        return {
            "name": f"lm_eval:{self._name}",
            "lm_eval": version("lm_eval"),
            "seeding": self._seeding,
            "tokens": "not counted",
            "defaults": dict(DEFAULTS),
        }

    async def endpoint(self) -> Endpoint | None:
        """Where a model behind HTTP is asked; None for one in this process."""
        return Endpoint(self._address) if self._address else None

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        """One Generation for each sample, in the order of the request.

        Raises UsageError for a prompt that the model can't take, BackendError when it can't be reached or
        can't generate at all.
        """
        if request.prompt is None:
            raise UsageError(
                f"model 'lm_eval:{self._name}' needs a prompt for each problem: give --prompt auto"
            )
        if self.prompt_kind == "completion" and not isinstance(request.prompt, str):
            raise UsageError("the prompt is a chat and the model takes a text: give --prompt plain")
        for sample in request.samples:
            yield await self._sample(request, sample)

    async def close(self) -> None:
        """Wait for the text that is under way, and free the model."""
        self._closed = True
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)
        if self._model is not None:
            self._model.close()
            self._model = None

    async def _sample(self, request: Request, sample: Sample) -> Generation:
        model = self._model
        if self._closed or model is None:
            raise BackendError("the model is closed: open the backend again")
        started = time.monotonic()
        try:
            text = await asyncio.get_running_loop().run_in_executor(
                self._threads, _text, model, request, sample.seed
            )
        except Exception as error:
            # lm-evaluation-harness lets through whatever its model classes raise.
            told = f"{type(error).__name__}: {error}"[:_DETAIL_LIMIT]
            if isinstance(error, _TooLong) or says_too_long(told):
                return Generation(sample.index, sample.seed, "", error=told, too_long=True)
            if not self._proven and (not model.remote or isinstance(error, ConnectionError | OSError)):
                raise BackendError(f"lm_eval:{self._name} gives no text ({told}): look at -M") from error
            return Generation(sample.index, sample.seed, "", latency_s=_since(started), error=told)
        self._proven = True
        return Generation(sample.index, sample.seed, text, finish_reason="unknown", latency_s=_since(started))


class _Family:
    """All names `lm_eval:NAME`; a registry asks it for a member."""

    def member(self, name: str) -> Callable[[Mapping[str, str]], Backend]:
        """The factory of the backend `lm_eval:name`."""
        return lambda args: LMEvalBackend(name, args)

    def __call__(self, args: Mapping[str, str]) -> Backend:
        raise UsageError(
            "--model lm_eval needs the name of a model class: write lm_eval:hf or lm_eval:local-completions"
        )


LM_EVAL = _Family()


def gen_kwargs(sampling: Sampling, left: int | None = None) -> dict[str, Any]:
    """The settings of one request in lm-evaluation-harness' names; at most `left` tokens."""
    values = {**DEFAULTS, **sampling.record()}
    most = int(values["max_tokens"])
    temperature = float(values["temperature"])
    settings: dict[str, Any] = {
        # A missing `until` becomes an empty line, which cuts proofs.
        "until": list(sampling.stop),
        "max_gen_toks": most if left is None else min(most, left),
        "do_sample": temperature > 0,
        "temperature": temperature,
    }
    for name in ("top_p", "top_k", "min_p"):
        if name in values:
            settings[name] = values[name]
    return settings


def _text(model: Model, request: Request, seed: int) -> str:
    prompt = model.render(request.prompt or "")
    left = model.tokens_left(prompt)
    if left is not None and left < 1:
        raise _TooLong(f"the prompt leaves {left} tokens of the model's window for an answer")
    text = model.text(prompt, gen_kwargs(request.sampling, left), seed)
    # Some classes pass on only four stop strings, or none.
    places = [place for place in (text.find(stop) for stop in request.sampling.stop) if place >= 0]
    return text[: min(places)] if places else text


def _since(started: float) -> float:
    return time.monotonic() - started
