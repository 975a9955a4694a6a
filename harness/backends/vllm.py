"""Backend `vllm`: a model on this machine, in an engine of its own process."""

from __future__ import annotations

import asyncio
import hashlib
import importlib.util
import os
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

from harness.backends._too_long import says_too_long
from harness.backends._vllm_cores import divide_cores, has_accelerator, move_here
from harness.backends._vllm_link import Message
from harness.backends._vllm_options import OWN_NAMES, TRANSPORT, VllmOptions, read_options
from harness.backends._vllm_process import EngineProcess
from harness.backends._vllm_weights import folder_hash
from harness.backends.base import Generation, Request, Sample
from harness.errors import BackendError, UnknownNameError, UsageError
from harness.resources import expanded


class VLLMBackend:
    """A model in a vLLM engine that runs in a process of its own, on cores of its own.

    Arguments: model (alias pretrained; a folder or a name), lora (a folder or a name), sampling (a JSON
    object of further fields of vLLM's SamplingParams), chat_template (a file), chat_template_kwargs (a JSON
    object), samples_per_request, engine_cores (a number, a list like "0-7", 0 to share them with the
    checker), engine_log (a file), startup_timeout (seconds); everything else is an engine argument of
    vLLM's own (`tensor_parallel_size`, `max_model_len`, `dtype`, `enforce_eager`, ...).

    Each sample is a request of its own with its own seed; samples of one prompt share its prefix in the
    engine's cache. A sample depends on its seed, not on which others are drawn with it, as far as the
    engine's arithmetic doesn't depend on the batch (on GPUs: VLLM_BATCH_INVARIANT=1).

    The constructor has the arguments and the model's files checked, which takes seconds; the weights are
    loaded with the first request. Raises UsageError for wrong arguments, BackendError when vLLM is missing
    or can't use the model.
    """

    needs_prompt = True
    transport_args = TRANSPORT

    def __init__(self, args: Mapping[str, str]) -> None:
        self._options: VllmOptions = read_options(args)
        if importlib.util.find_spec("vllm") is None:
            raise BackendError(
                "model 'vllm' needs a package that isn't here: pip install 'prover-eval[vllm]'"
            )
        options = self._options
        cores = divide_cores(options.engine_cores, options.workers, accelerator=has_accelerator())
        self._process = EngineProcess(options.engine_log)
        try:
            self._description = self._describe(
                self._process.open(self._opening(cores and cores[0]), options.startup_timeout_s)
            )
        except UnknownNameError as error:
            self._process.end()
            raise UnknownNameError(error.kind, error.name, (*error.known, *OWN_NAMES)) from None
        except BaseException:
            self._process.end()
            raise
        # From here on, what we start leaves the engine's cores alone.
        self._former_cores = os.sched_getaffinity(0) if cores else None
        if cores:
            move_here(cores[1])
        self.samples_per_request = options.samples_per_request

    @property
    def description(self) -> Mapping[str, Any]:
        """Name; model, adapter and tokenizer with a commit or a hash of their files; vLLM's version; number
        type, length of the context and sampling defaults of the model."""
        return self._description

    @property
    def pid(self) -> int:
        """The engine's process."""
        return self._process.pid

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        """One Generation for each sample, as they end; closing the iterator takes the rest back.

        Raises BackendError when the engine is gone, UsageError for a prompt that the model can't take.
        """
        self._check(request)
        await self._process.start(self._options.startup_timeout_s)
        answers: asyncio.Queue[Message] = asyncio.Queue()
        started = time.monotonic()
        wanted: dict[int, Sample] = {}
        message = _message(request)
        try:
            for sample in request.samples:
                wanted[self._process.ask({**message, "seed": sample.seed}, answers)] = sample
            while wanted:
                answer = await answers.get()
                if answer["op"] == "gone":
                    raise self._process.failure
                yield _generation(wanted.pop(answer["id"]), answer, time.monotonic() - started)
        finally:
            for number in wanted:
                self._process.abort(number)

    async def close(self) -> None:
        """End the engine's process and give its cores back."""
        await self._process.close()
        if self._former_cores:
            move_here(self._former_cores)
            self._former_cores = None

    def _opening(self, cores: set[int] | None) -> Message:
        options = self._options
        template = options.chat_template
        return {
            "args": dict(options.engine),
            "lora": options.lora,
            "sampling": dict(options.sampling),
            "chat_template": template.read_text("utf-8") if template else None,
            "chat_template_kwargs": dict(options.chat_template_kwargs),
            "cores": sorted(cores or ()),
        }

    def _describe(self, facts: Message) -> dict[str, Any]:
        options = self._options
        found = {"name": "vllm", **_named("model", options.model, facts["commit"])}
        self.model = found["model"]
        self.prompt_kind = None if facts["chat"] else "completion"
        for name, where in (("lora", options.lora), ("tokenizer", options.engine.get("tokenizer"))):
            if where is not None:
                found.update(_named(name, where, None))
        if options.chat_template:
            text = options.chat_template.read_bytes()
            found["chat_template_sha256"] = hashlib.sha256(text).hexdigest()
        found.update({name: facts[name] for name in ("vllm", "dtype", "max_model_len", "defaults")})
        return found

    def _check(self, request: Request) -> None:
        if request.prompt is None:
            raise UsageError("model 'vllm' needs a prompt for each problem: give --prompt auto")
        if self.prompt_kind == "completion" and not isinstance(request.prompt, str):
            raise UsageError(
                "the prompt is a chat and the model has no chat template: give -M chat_template=FILE or a "
                "completion prompt, e.g. --prompt plain"
            )


def _named(what: str, where: str, commit: str | None) -> dict[str, Any]:
    """A model by its name and commit, or by the name of its folder and a hash of what is in it."""
    folder = expanded(where)
    if folder.is_dir():
        return {what: folder.resolve().name, f"{what}_sha256": folder_hash(folder)}
    return {what: where, **({f"{what}_commit": commit} if commit else {})}


def _message(request: Request) -> Message:
    prompt = request.prompt
    sampling = request.sampling
    return {
        "prompt": prompt if isinstance(prompt, str) else [dict(message) for message in prompt or ()],
        **{
            name: getattr(sampling, name) for name in ("temperature", "top_p", "max_tokens", "top_k", "min_p")
        },
        "stop": list(sampling.stop) or None,
    }


def _generation(sample: Sample, answer: Message, latency_s: float) -> Generation:
    reason = answer.get("finish_reason")
    if answer["op"] == "error" or reason not in ("stop", "length"):
        error = answer.get("error") or f"the engine ended the sample with {reason!r}"
        return Generation(
            sample.index, sample.seed, "", latency_s=latency_s, error=error, too_long=says_too_long(error)
        )
    return Generation(
        sample.index,
        sample.seed,
        answer["text"],
        answer["prompt_tokens"],
        answer["completion_tokens"],
        reason,
        latency_s,
    )
