"""Requests under way at once adapt to the server: the rule itself, and a server that bears only so many."""

from __future__ import annotations

import asyncio
import contextlib
import math
from typing import Any

import pytest
from openai_server import Asked, Fault, Say, Server, serving

from harness.backends import BACKENDS, Backend, Generation, Request, Sample
from harness.backends._http_limit import Limiter
from harness.problem import Problem


async def hold(limiter: Limiter, stack: contextlib.AsyncExitStack, count: int) -> list[Any]:
    return [await stack.enter_async_context(limiter.slot()) for _ in range(count)]


def test_there_is_no_limit_before_the_first_overload() -> None:
    async def main() -> None:
        limiter = Limiter()
        async with contextlib.AsyncExitStack() as stack:
            await hold(limiter, stack, 500)
            assert (limiter.in_flight, limiter.limit) == (500, math.inf)
            limiter.succeeded()
            assert limiter.limit == math.inf
        assert limiter.in_flight == 0

    asyncio.run(main())


def test_an_overload_halves_what_is_under_way_once() -> None:
    async def main() -> None:
        limiter = Limiter()
        async with contextlib.AsyncExitStack() as stack:
            slots = await hold(limiter, stack, 16)
            for slot in slots:
                limiter.overloaded(slot)
            assert limiter.limit == 8
            waiting = asyncio.create_task(stack.enter_async_context(limiter.slot()))
            await asyncio.sleep(0)
            assert not waiting.done()
            waiting.cancel()
        async with contextlib.AsyncExitStack() as stack:
            (later, *_) = await hold(limiter, stack, 8)
            limiter.overloaded(later)
            assert limiter.limit == 4
        for _ in range(5):
            async with limiter.slot() as slot:
                limiter.overloaded(slot)
        assert limiter.limit == 1

    asyncio.run(main())


def test_a_round_of_successes_adds_one() -> None:
    async def main() -> None:
        limiter = Limiter()
        async with contextlib.AsyncExitStack() as stack:
            limiter.overloaded((await hold(limiter, stack, 8))[0])
        for limit in (4, 5, 6, 7):
            assert math.floor(limiter.limit + 1e-9) == limit
            for _ in range(limit + 1):
                limiter.succeeded()

    asyncio.run(main())


def test_turns_come_in_order_and_a_cancelled_one_is_passed_on() -> None:
    async def main() -> None:
        limiter = Limiter()
        async with limiter.slot() as slot:
            limiter.overloaded(slot)
        assert limiter.limit == 1
        order: list[int] = []

        async def worker(number: int) -> None:
            async with limiter.slot():
                order.append(number)
                await asyncio.sleep(0)

        async with limiter.slot():
            tasks = [asyncio.create_task(worker(number)) for number in range(5)]
            await asyncio.sleep(0)
            tasks[1].cancel()
        # The first one has its turn by now but hasn't run yet: cancelled, it must give the turn back.
        tasks[0].cancel()
        await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 10)
        assert order == [2, 3, 4]
        assert limiter.in_flight == 0

    asyncio.run(main())


class Narrow(Server):
    """Bears `room` requests at once, each for a moment, and refuses the others.

    under_way: how many were there at each arrival, this one included. refused: the numbers of those.
    """

    room, status = 3, 429

    def __init__(self, plan: Any) -> None:
        super().__init__(plan)
        self.here = 0
        self.under_way: list[int] = []
        self.refused: list[int] = []

    async def reply(self, asked: Asked, reply: Say | Fault, writer: asyncio.StreamWriter) -> None:
        self.here += 1
        self.under_way.append(self.here)
        try:
            await asyncio.sleep(0.1)
            if self.here > self.room:
                self.refused.append(asked.number)
                reply = Fault("status", self.status)
            await super().reply(asked, reply, writer)
        finally:
            self.here -= 1


async def flood(backend: Backend, connections: int, samples: range) -> list[Generation]:
    """Ask for all samples over so many connections, as a run does."""
    left = iter(samples)
    found: list[Generation] = []

    async def connection() -> None:
        for index in left:
            problem = Problem("p", "test", "theorem p : True := by\n", "")
            request = Request(problem, (Sample(index, index),), prompt="Prove:")
            found.extend([generation async for generation in backend.generate(request)])

    await asyncio.gather(*(connection() for _ in range(connections)))
    return found


@pytest.mark.parametrize("status", [429, 503])
def test_a_narrow_server_is_asked_less_and_more_again(status: int) -> None:
    pytest.importorskip("openai", reason="the extra prover-eval[openai] isn't installed")
    args = {"model": "m", "backoff": "0.02", "max_backoff": "0.1", "retries": "20"}

    async def main(server: Narrow) -> tuple[list[Generation], int, list[Generation]]:
        backend: Backend = BACKENDS.load("openai")({**args, "base_url": server.url})
        try:
            first = await flood(backend, 16, range(40))
            asked = len(server.asked)
            server.room = 100
            return first, asked, await flood(backend, 16, range(40, 110))
        finally:
            await backend.close()

    with serving(lambda asked: Say(("exact trivial",)), kind=Narrow) as server:
        assert isinstance(server, Narrow)
        server.status = status
        first, asked, second = asyncio.run(main(server))
    assert sorted(g.index for g in first + second) == list(range(110))
    assert all(g.error is None and g.text == "exact trivial" for g in first + second)
    assert max(server.under_way[:16]) > 3, "it begins with more than the server bears"
    narrow = server.under_way[24:asked]
    assert max(narrow) <= 8, "fewer after the first refusals"
    # A request is refused at most now and then, where sixteen at once would nearly all be.
    assert len([number for number in server.refused if 24 <= number < asked]) < len(narrow) / 2
    assert max(server.under_way[asked:]) > 3, "more again when the server bears it"
    assert not [number for number in server.refused if number >= asked]
