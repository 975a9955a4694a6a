"""Whose check is next: shares of clients, small checks beside long ones, and waits that are given up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from harness.serve._turns import ESTIMATE_S, ClientTurns

Work = Callable[[], Awaitable[None]]


def run(work: Work) -> None:
    asyncio.run(asyncio.wait_for(work(), 20))


class Checks:
    """Checks that end when they are told to, and the order in which they began."""

    def __init__(self, turns: ClientTurns) -> None:
        self.turns, self.begun = turns, list[str]()
        self._ends: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def ask(self, client: str, name: str) -> None:
        end = self._ends[name] = asyncio.Event()

        async def check() -> None:
            async with self.turns.of(client):
                self.begun.append(name)
                await end.wait()

        self.tasks[name] = asyncio.create_task(check())
        await asyncio.sleep(0)

    async def end(self, name: str) -> None:
        self._ends[name].set()
        await self.tasks[name]
        await asyncio.sleep(0)

    async def end_all(self) -> None:
        for name in list(self.tasks):
            self._ends[name].set()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)
        assert (self.turns.running, self.turns.waiting, self.turns.clients()) == (0, 0, {})


def test_a_newcomer_comes_before_a_long_queue() -> None:
    async def work() -> None:
        checks = Checks(ClientTurns(1))
        for number in range(5):
            await checks.ask("long", f"long{number}")
        await checks.ask("small", "small")
        assert checks.begun == ["long0"]
        await checks.end("long0")
        assert checks.begun == ["long0", "small"]
        await checks.end_all()

    run(work)


def test_clients_who_go_on_take_turns() -> None:
    async def work() -> None:
        now = [0.0]
        checks = Checks(ClientTurns(1, quantum_s=0.01, clock=lambda: now[0]))
        for client in "ab":
            for number in range(4):
                await checks.ask(client, f"{client}{number}")
        for _ in range(8):
            now[0] += ESTIMATE_S
            await checks.end(checks.begun[-1])
        assert sorted(checks.begun) == sorted(f"{client}{number}" for client in "ab" for number in range(4))
        order = [name[0] for name in checks.begun]
        assert all(abs(order[:end].count("a") - order[:end].count("b")) <= 2 for end in range(1, 9))
        await checks.end_all()

    run(work)


def test_an_extra_turn_is_for_those_who_have_none() -> None:
    async def work() -> None:
        checks = Checks(ClientTurns(2, extra=1))
        for number in range(4):
            await checks.ask("long", f"long{number}")
        assert checks.begun == ["long0", "long1"]
        await checks.ask("small", "small")
        assert checks.begun == ["long0", "long1", "small"]
        # The extra one is taken.
        await checks.ask("other", "other")
        assert (checks.turns.running, checks.turns.waiting) == (3, 3)
        await checks.end("small")
        assert checks.begun[-1] == "other"
        await checks.end_all()

    run(work)


@pytest.mark.parametrize("granted", [True, False])
def test_a_wait_that_is_given_up_takes_no_turn(granted: bool) -> None:
    async def work() -> None:
        checks = Checks(ClientTurns(1))
        await checks.ask("a", "first")
        await checks.ask("b", "second")
        if granted:
            # It is next, and goes before it learns of it.
            checks._ends["first"].set()
            await asyncio.sleep(0)
        checks.tasks["second"].cancel()
        await asyncio.gather(checks.tasks["second"], return_exceptions=True)
        await checks.end("first")
        await checks.ask("c", "third")
        assert checks.begun[-1] == "third"
        await checks.end_all()

    run(work)


def test_many_cancelled_waits_leave_nothing_behind() -> None:
    async def work() -> None:
        checks = Checks(ClientTurns(3, extra=2))
        for number in range(200):
            await checks.ask(f"c{number % 17}", str(number))
        for number in range(0, 200, 3):
            checks.tasks[str(number)].cancel()
        await checks.end_all()
        assert len(set(checks.begun)) == len(checks.begun) >= 133

    run(work)


def test_one_who_checks_now_and_then_is_before_those_who_came_later() -> None:
    async def work() -> None:
        now = [0.0]
        checks = Checks(ClientTurns(1, clock=lambda: now[0]))
        await checks.ask("probe", "before")
        now[0] += 0.2
        await checks.end("before")
        for client in range(10):
            for number in range(3):
                await checks.ask(f"c{client}", f"{client}-{number}")
        now[0] += 0.02
        await checks.ask("probe", "now")
        await checks.end("0-0")
        assert checks.begun[-1] == "now"
        await checks.end_all()

    run(work)
