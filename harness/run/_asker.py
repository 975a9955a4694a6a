"""Ask a backend, whatever it does: one Generation comes back for each sample."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncGenerator, AsyncIterator
from typing import TYPE_CHECKING

from harness.backends.base import Generation, Request
from harness.checker.retry import cancelled
from harness.errors import BackendError, describe
from harness.waits import Waits

if TYPE_CHECKING:
    from harness.backends.base import Backend

RETRIES = 2


class Asker:
    """Requests to one backend; samples that fail are asked for again after `retry_delay_s` and twice that."""

    def __init__(self, backend: Backend, retry_delay_s: float) -> None:
        self._backend, self._retry_delay_s = backend, retry_delay_s
        own = getattr(backend, "waits", None)
        self._waits = Waits("the model")
        #: What may be waited for: the backend's own word goes before ours.
        self.parties = (own,) if isinstance(own, Waits) else (self._waits,)

    async def ask(self, request: Request) -> AsyncGenerator[Generation, None]:
        """One Generation for each sample of the request, with `error` set in one that failed for good.

        Raises BackendError when the backend as a whole is gone.
        """
        wanted = {sample.index: sample for sample in request.samples}
        failed: dict[int, Generation] = {}
        for attempt in range(RETRIES + 1):
            if attempt:
                with self._waits.pause(self._retry_delay_s * attempt):
                    await asyncio.sleep(self._retry_delay_s * attempt)
                request = dataclasses.replace(request, samples=tuple(wanted.values()))
            failed = {}
            async with contextlib.aclosing(self._answers(request)) as answers:
                async for generation in answers:
                    if generation.error is None:
                        self._waits.succeeded()
                        del wanted[generation.index]
                        yield generation
                    elif generation.too_long:
                        # However often it is asked for, it stays too long.
                        del wanted[generation.index]
                        yield generation
                    else:
                        self._waits.failed(generation.error)
                        failed[generation.index] = generation
            if not wanted:
                return
        for generation in failed.values():
            yield generation

    async def _answers(self, request: Request) -> AsyncGenerator[Generation, None]:
        """One Generation for each sample of the request, whatever the backend does but for BackendError."""
        name = request.problem.name
        waiting = {sample.index: sample for sample in request.samples}
        trouble = "the backend gave no answer for this sample"
        stream: AsyncIterator[Generation] | None = None
        try:
            while True:
                try:
                    stream = stream or aiter(self._backend.generate(request))
                    generation = await anext(stream)
                except StopAsyncIteration:
                    break
                except BackendError:
                    raise
                except (Exception, asyncio.CancelledError) as error:
                    if cancelled(error):
                        raise
                    trouble = f"the backend failed: {describe(error)}"
                    break
                sample = waiting.pop(generation.index, None)
                if sample is None:
                    raise BackendError(
                        f"the backend answered for sample {generation.index} of {name}, which it wasn't "
                        "asked for or had answered: mend the backend"
                    )
                if generation.seed != sample.seed:
                    generation = dataclasses.replace(generation, seed=sample.seed)
                yield generation
        finally:
            close = getattr(stream, "aclose", None)
            if close is not None:
                await close()
        for sample in waiting.values():
            yield Generation(sample.index, sample.seed, "", error=trouble)
