"""Backend `openai`: any server that speaks OpenAI's completions or chat completions."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from harness.backends._http_answer import Answer, Choice, WrongAnswer, share_evenly, share_tokens
from harness.backends._http_limit import Limiter
from harness.backends._http_options import Options, read_options
from harness.backends.base import Generation, Request, Sample, Sampling
from harness.errors import BackendError, UsageError
from harness.http_retry import is_overload, is_passing, is_refusal, retry_after_s

_DETAIL_LIMIT = 500
_NO_KEY = "EMPTY"
_CONNECT_S = 30.0
_LATE = frozenset({"ReadTimeout", "WriteTimeout", "PoolTimeout", "ConnectTimeout"})


class OpenAIBackend:
    """A model behind HTTP: vLLM, SGLang, llama.cpp, a hosted service.

    Arguments: model (alias pretrained), base_url, api_key_env (name of the variable with the key,
    OPENAI_API_KEY by default), api (`completions` or `chat`; by the prompt's kind when it isn't given),
    samples_per_request, extra_body (a JSON object that is added to each request), send_seed, stream (both
    true or false), timeout (seconds for one request), retries, backoff and max_backoff (seconds).

    A request is tried again with growing pauses when it may succeed then; after that its samples come back
    with `error` set. While the server is overloaded (429, 503, time-outs), fewer requests are under way.
    Raises UsageError for wrong arguments, BackendError when the package is missing.
    """

    needs_prompt = True
    transport_args = frozenset(
        {"base_url", "api_key_env", "stream", "timeout", "retries", "backoff", "max_backoff"}
    )

    def __init__(self, args: Mapping[str, str]) -> None:
        self._options: Options = read_options(args)
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
        self._reached = self._served = False
        self._many = self._wants_usage = True
        self.model = self._options.model
        self.samples_per_request = self._options.samples_per_request
        self.prompt_kind = {"completions": "completion", "chat": "chat"}.get(self._options.api)

    @property
    def description(self) -> Mapping[str, Any]:
        """Name, model, and which of the two interfaces is asked for. Neither the key nor the address."""
        return {"name": "openai", "model": self.model, "api": self._options.api or "by prompt"}

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        """One Generation for each sample, as the requests end.

        Raises BackendError when the server was never reached, or has refused everything so far because of
        the key, the model's name or the address; UsageError for a prompt that the interface can't take.
        """
        self._check(request)
        wanted = {sample.index: sample for sample in request.samples}
        failures = 0
        while wanted:
            batch = list(wanted.values())[: None if self._many else 1]
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
                self._many = self._many and len(done) == len(batch)
            elif not self._adapts(failure, batch):
                failures += 1
                if self._is_worth_another(failure, failures):
                    continue
                self._raise_if_hopeless(failure)
                for sample in batch:
                    if wanted.pop(sample.index, None) is not None:
                        yield Generation(sample.index, sample.seed, "", error=failure.told)
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
    ) -> tuple[Answer, _Failure | None]:
        """One HTTP request as soon as the server bears it, and the pause after it where it failed.

        The pause is a part of the turn: while a server is overloaded, the requests that wait don't wear out
        their own retries on it. failures: how many there were in a row before.
        """
        async with self._limiter.slot() as slot:
            started = time.monotonic()
            answer, failure = await self._ask(request, batch)
            answer.latency_s = time.monotonic() - started
            if failure is None:
                self._limiter.succeeded()
                return answer, None
            if failure.overload:
                self._limiter.overloaded(slot)
            failures = 0 if answer.finished() else failures
            if self._is_worth_another(failure, failures + 1):
                await asyncio.sleep(self._options.backoff.wait_s(failures + 1, failure.retry_after_s))
        return answer, failure

    def _is_worth_another(self, failure: _Failure, failures: int) -> bool:
        return failure.passing and failures <= self._options.retries

    async def _ask(self, request: Request, batch: Sequence[Sample]) -> tuple[Answer, _Failure | None]:
        """One HTTP request. What was whole before a failure is in the answer."""
        answer = Answer()
        try:
            async with asyncio.timeout(self._options.timeout_s):
                await self._fill(answer, request, batch)
            if not answer.finished():
                raise WrongAnswer("the answer broke off before a sample was whole")
        except self._errors as error:
            failure = self._failure(error)
            self._reached = self._reached or failure.reached
            return answer, failure
        return answer, None

    async def _fill(self, answer: Answer, request: Request, batch: Sequence[Sample]) -> None:
        prompt = request.prompt
        body = self._body(request.sampling, batch)
        create: Any
        if isinstance(prompt, str) and self._options.api != "chat":
            create, body["prompt"] = self._client.completions.create, prompt
        else:
            messages = [{"role": "user", "content": prompt}] if isinstance(prompt, str) else prompt
            create, body["messages"] = self._client.chat.completions.create, [dict(m) for m in messages or ()]
        reply = await create(**body)
        # Known as soon as an answer begins: trouble beside a long sample is no missing server.
        self._reached = self._served = True
        if not self._options.stream:
            answer.add(_plain(reply), whole=True)
            return
        async with reply:
            async for part in reply:
                answer.add(_plain(part))

    def _body(self, sampling: Sampling, batch: Sequence[Sample]) -> dict[str, Any]:
        body: dict[str, Any] = {"model": self.model, "stream": self._options.stream}
        if self._options.send_seed:
            # A seed of its own for each request: one seed for all would give the same text again and again.
            body["seed"] = batch[0].seed
        if len(batch) > 1:
            body["n"] = len(batch)
        if self._options.stream and self._wants_usage:
            body["stream_options"] = {"include_usage": True}
        for name in ("temperature", "top_p", "max_tokens"):
            if (value := getattr(sampling, name)) is not None:
                body[name] = value
        if sampling.stop:
            body["stop"] = list(sampling.stop)
        known = {name: getattr(sampling, name) for name in ("top_k", "min_p")}
        extra = {name: value for name, value in known.items() if value is not None}
        body["extra_body"] = {**extra, **self._options.extra_body}
        return body

    def _adapts(self, failure: _Failure, batch: Sequence[Sample]) -> bool:
        """Whether the server refused something that the next request can do without."""
        if failure.status not in (400, 422):
            return False
        if self._wants_usage and "stream_options" in failure.told:
            self._wants_usage = False
            return True
        if len(batch) > 1:
            self._many = False
            return True
        return False

    def _raise_if_hopeless(self, failure: _Failure) -> None:
        where = self._client.base_url.host
        if not self._reached:
            raise BackendError(
                f"the server at {where} can't be reached ({failure.told}): start it, or give -M base_url=..."
            )
        if not self._served and is_refusal(failure.status):
            raise BackendError(
                f"the server at {where} refuses every request ({failure.told}): look at -M model=, "
                f"-M base_url= and the key in ${self._options.key_variable}"
            )

    def _failure(self, error: BaseException) -> _Failure:
        cause = error.__cause__ or error
        connecting = type(cause).__name__ in ("ConnectError", "ConnectTimeout", "UnsupportedProtocol")
        status = getattr(error, "status_code", 0)
        headers = getattr(getattr(error, "response", None), "headers", {})
        told = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        if isinstance(error, TimeoutError):
            told = f"no whole answer within {self._options.timeout_s:g} s (-M timeout=)"
        elif isinstance(error, json.JSONDecodeError):
            told = f"the answer isn't JSON ({error.msg})"
        elif cause is not error:
            told = f"{told} ({type(cause).__name__}: {cause})"
        late = isinstance(error, TimeoutError) or type(cause).__name__ in _LATE
        return _Failure(
            self._without_key(told), status, retry_after_s(headers), reached=not connecting, late=late
        )

    def _without_key(self, text: str) -> str:
        """Servers like to repeat a wrong key in their answer."""
        key = self._options.key
        return (text.replace(key, "(key)") if key else text)[:_DETAIL_LIMIT]


class _Failure:
    """Why a request failed. status: of HTTP, 0 when there was none. reached: whether there was a server.
    late: it didn't answer in time."""

    def __init__(
        self, told: str, status: int, retry_after_s: float | None, *, reached: bool, late: bool
    ) -> None:
        self.told, self.status, self.retry_after_s, self.reached = told, status, retry_after_s, reached
        self.passing = is_passing(status) if status else True
        self.overload = late or is_overload(status)


def _generations(done: Sequence[tuple[Sample, Choice]], answer: Answer) -> list[Generation]:
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


def _plain(reply: object) -> object:
    """A reply of the package as plain JSON values; it checks no types, so nothing may be taken on trust."""
    dump = getattr(reply, "model_dump", None)
    return reply if dump is None else dump(warnings=False)


def _transport_errors() -> tuple[type[Exception], ...]:
    """Errors of the HTTP library below, which some versions of the package let through amid a stream."""
    modules = (sys.modules.get(name) for name in ("httpx", "httpx2"))
    return tuple(module.TransportError for module in modules if module is not None)
