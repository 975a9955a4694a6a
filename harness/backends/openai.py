"""Backend `openai`: any server that speaks OpenAI's completions or chat completions."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from harness.backends._http_answer import Choice, HttpAnswer, WrongAnswer, share_evenly, share_tokens
from harness.backends._http_failure import HttpFailure, failure_of
from harness.backends._http_limit import Limiter
from harness.backends._http_options import HttpOptions, read_options
from harness.backends._http_request import RequestForm
from harness.backends._http_server import Endpoint, ServerHealth, ask_models
from harness.backends._http_stream import parts_of
from harness.backends.base import Generation, Request, Sample
from harness.errors import BackendError, UsageError
from harness.waits import Waits

_NO_KEY = "EMPTY"
_CONNECT_S = 30.0


class OpenAIBackend:
    """A model behind HTTP: vLLM, SGLang, llama.cpp, a hosted service.

    Arguments: model (alias pretrained), base_url, api_key_env (name of the variable with the key,
    OPENAI_API_KEY by default), api (`completions` or `chat`; by the prompt's kind when it isn't given),
    samples_per_request, extra_body (a JSON object that is added to each request), send_seed, stream (both
    true or false), timeout (seconds for one request), retries, backoff and max_backoff (seconds).

    A request is tried again with growing pauses when it may succeed then; after that its samples come back
    with `error` set. While the server is overloaded (429, 503, time-outs), fewer requests are under way.
    What a server refuses and the results don't depend on is left out or said otherwise (see RequestForm).
    Raises UsageError for wrong arguments, BackendError when the package is missing.
    """

    needs_prompt = True
    transport_args = frozenset(
        {"base_url", "api_key_env", "stream", "timeout", "retries", "backoff", "max_backoff"}
    )

    def __init__(self, args: Mapping[str, str]) -> None:
        self._options: HttpOptions = read_options(args)
        try:
            import openai
        except ImportError as error:
            raise BackendError(
                f"model 'openai' needs a package that isn't here ({error}): pip install 'prover-eval[openai]'"
            ) from None
        self._errors: tuple[type[Exception], ...] = (
            openai.OpenAIError,
            ValueError,
            TimeoutError,
            *_transport_errors(),
        )
        # Our own retries honour Retry-After in full and can be bounded, so the package's are off.
        self._client = openai.AsyncOpenAI(
            api_key=self._options.key or _NO_KEY,
            base_url=self._options.base_url,
            timeout=openai.Timeout(self._options.timeout_s, connect=min(_CONNECT_S, self._options.timeout_s)),
            max_retries=0,
        )
        self._limiter = Limiter()
        self._form = RequestForm(self._options)
        host = self._client.base_url.host
        self.waits = Waits(
            f"the model at {host}", f"; each may take {self._options.timeout_s:g} s (-M timeout=)"
        )
        self._health = ServerHealth(host, self._options.key_variable)
        self._said: set[tuple[str, str]] = set()
        self.model = self._options.model
        self.samples_per_request = self._options.samples_per_request
        self.prompt_kind = {"completions": "completion", "chat": "chat"}.get(self._options.api)

    @property
    def description(self) -> Mapping[str, Any]:
        """Name, model, and which of the two interfaces is asked for. Neither the key nor the address."""
        return {"name": "openai", "model": self.model, "api": self._options.api or "by prompt"}

    async def endpoint(self) -> Endpoint:
        """Where the model is asked, and what the server there says of it, without an error where it says
        nothing."""
        return await ask_models(self._client, self.model, self._errors)

    def answered_as(self) -> frozenset[tuple[str, str]]:
        """(model, fingerprint) as the answers so far named them; empty texts where they said nothing."""
        return frozenset(self._said)

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        """One Generation for each sample, as the requests end.

        Raises BackendError when the server was never reached, gives no usable answer to anybody, has refused
        every request so far for one reason, or when the account has nothing left; UsageError for a prompt
        that the interface can't take.
        """
        self._check(request)
        wanted = {sample.index: sample for sample in request.samples}
        failures = 0
        while wanted:
            batch = list(wanted.values())[: None if self._form.many else 1]
            answer, failure = await self._ask_in_turn(request, batch, failures)
            # A server may send more choices than were asked for.
            done = list(zip(batch, answer.finished()[: len(batch)], strict=False))
            if done:
                failures = 0
            for generation in _generations(done, answer):
                del wanted[generation.index]
                yield generation
            if failure is None:
                # It doesn't honour `n`, so the rest goes out one by one.
                self._form.many = self._form.many and len(done) == len(batch)
            elif not self._form.adapts(failure, len(batch)):
                failures += 1
                if self._is_worth_another(failure, failures):
                    continue
                told = failure.told + self._form.advice(failure)
                self._health.lost(replace(failure, told=told), can_be_long=request.round > 0)
                for sample in batch:
                    if wanted.pop(sample.index, None) is not None:
                        yield Generation(sample.index, sample.seed, "", error=told, too_long=failure.too_long)
                failures = 0

    async def close(self) -> None:
        """End what is under way and free the connections."""
        await self._client.close()

    def _check(self, request: Request) -> None:
        if request.prompt is None:
            raise UsageError("model 'openai' needs a prompt for each problem: give --prompt auto")
        if self._options.api == "completions" and not isinstance(request.prompt, str):
            raise UsageError(
                "the prompt is a chat and -M api=completions takes a text: leave api out, "
                "or give another --prompt"
            )

    async def _ask_in_turn(
        self, request: Request, batch: Sequence[Sample], failures: int
    ) -> tuple[HttpAnswer, HttpFailure | None]:
        """One HTTP request as soon as the server bears it, and the pause after it where it failed.

        The pause is a part of the turn: while a server is overloaded, the requests that wait don't wear out
        their own retries on it. failures: how many there were in a row before.
        """
        async with self._limiter.slot() as slot:
            started = time.monotonic()
            with self.waits.asking():
                answer, failure = await self._ask(request, batch)
            answer.latency_s = time.monotonic() - started
            if failure is None:
                self._limiter.succeeded()
                self.waits.succeeded()
                self._health.served()
                return answer, None
            if failure.overload:
                self._limiter.overloaded(slot)
            failures = 0 if answer.finished() else failures
            self.waits.failed(failure.told)
            if self._is_worth_another(failure, failures + 1):
                pause_s = self._options.backoff.wait_s(failures + 1, failure.retry_after_s)
                with self.waits.pause(pause_s):
                    await asyncio.sleep(pause_s)
        return answer, failure

    def _is_worth_another(self, failure: HttpFailure, failures: int) -> bool:
        return failure.passing and failures <= self._options.retries

    async def _ask(self, request: Request, batch: Sequence[Sample]) -> tuple[HttpAnswer, HttpFailure | None]:
        """One HTTP request. What was whole before a failure is in the answer."""
        answer = HttpAnswer(len(batch))
        try:
            async with asyncio.timeout(self._options.timeout_s):
                await self._fill(answer, request, batch)
            answer.check()
            if not answer.finished():
                raise WrongAnswer("the answer broke off before a sample was whole")
        except self._errors as error:
            failure = failure_of(error, self._options.timeout_s, self._options.key)
            self._health.met(failure)
            return answer, failure
        self._said.add((answer.model, answer.fingerprint))
        return answer, None

    async def _fill(self, answer: HttpAnswer, request: Request, batch: Sequence[Sample]) -> None:
        create: Any = (
            self._client.chat.completions if self._form.is_chat(request) else self._client.completions
        )
        # The body is read here: the package's own reader knows one form of answer alone.
        async with create.with_streaming_response.create(**self._form.body(request, batch)) as reply:
            self.waits.heard()
            async for part in parts_of(reply.iter_bytes()):
                self.waits.heard()
                if part.done:
                    answer.end()
                    break
                answer.add(part.value, whole=part.whole)
                self._health.reached = True
        self._form.cut(answer, request.sampling)


def _generations(done: Sequence[tuple[Sample, Choice]], answer: HttpAnswer) -> list[Generation]:
    choices = [choice for _, choice in done]
    tokens = share_tokens(answer.completion_tokens, choices)
    # The protocol counts the prompt once for all samples of a request, and so does the bill.
    prompts = share_evenly(answer.prompt_tokens, len(choices))
    return [
        Generation(
            sample.index,
            sample.seed,
            choice.text,
            prompt_count,
            count,
            choice.finish_reason,
            answer.latency_s,
            reasoning=choice.reasoning,
        )
        for (sample, choice), count, prompt_count in zip(done, tokens, prompts, strict=True)
    ]


def _transport_errors() -> tuple[type[Exception], ...]:
    """Errors of the HTTP library below, which some versions of the package let through amid a stream."""
    modules = (sys.modules.get(name) for name in ("httpx", "httpx2"))
    return tuple(module.TransportError for module in modules if module is not None)
