"""The pool on processes of its own: who gets which, which are ended, and that none is left."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Awaitable, Callable

import pytest
from _processes import below

from harness.checker.pool import Pool, PoolLimits


class Cat:
    """A server: a process that gives back the line that it gets."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.alive, self.uses, self.memory, self.first_memory = True, 0, 100, 100

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def serve(self, line: bytes, grow: int = 0) -> bytes:
        self.uses += 1
        self.memory += grow
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(line + b"\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        if self.alive:
            self.alive = False
            self._process.kill()
            self._process.communicate()

    async def close(self) -> None:
        self.kill()


async def start(key: str) -> Cat:
    await asyncio.sleep(0.01)
    if key == "broken":
        raise OSError("there is no such header")
    return Cat()


Body = Callable[[Pool[str, Cat]], Awaitable[None]]


def run(body: Body, limits: PoolLimits | None = None, *, shared: bool = True) -> None:
    """Run `body` with a pool; afterwards no process is left."""

    async def whole() -> None:
        pool = Pool(start, limits or PoolLimits(), shared=shared)
        try:
            await body(pool)
        finally:
            await pool.close()
            assert pool.stats().servers == ()

    before = set(below())
    asyncio.run(whole())
    assert set(below()) == before


async def used(pool: Pool[str, Cat], key: str = "a", grow: int = 0) -> int | None:
    async with pool.use(key) as server:
        assert server.serve(key.encode(), grow) == key.encode()
        return server.pid


def keys(pool: Pool[str, Cat]) -> list[str]:
    return [str(server.key) for server in pool.stats().servers]


@pytest.mark.parametrize("shared", [True, False])
def test_at_once(shared: bool) -> None:
    """A shared one serves all, and is started once; of the others each serves one."""

    async def body(pool: Pool[str, Cat]) -> None:
        async with pool.use("a") as first, pool.use("a") as second:
            assert (first.pid == second.pid) is shared
            assert sum(server.users for server in pool.stats().servers) == 2
        assert pool.stats().started == pool.stats().idle == (1 if shared else 2)
        await used(pool)
        assert pool.stats().started == (1 if shared else 2)

    run(body, shared=shared)


def test_the_least_recently_used_idle_one_is_ended() -> None:
    async def body(pool: Pool[str, Cat]) -> None:
        for key in ("a", "b", "a", "c"):
            await used(pool, key)
        assert keys(pool) == ["a", "c"]
        async with pool.use("a"), pool.use("c"), pool.use("d"):
            assert keys(pool) == ["a", "c", "d"], "those in use stay"
        assert keys(pool) == ["a", "c"], "d was given back first, and three were too many"

    run(body, PoolLimits(servers=2))


def test_memory_of_all_is_bounded_but_the_last_one_stays() -> None:
    async def body(pool: Pool[str, Cat]) -> None:
        for key in ("a", "b"):
            await used(pool, key)
        assert keys(pool) == ["b"]

    run(body, PoolLimits(memory=150))
    run(body, PoolLimits(memory=1))


@pytest.mark.parametrize(("limits", "grow"), [(PoolLimits(uses=2), 0), (PoolLimits(growth=10), 6)])
def test_after_its_share_a_server_is_retired(limits: PoolLimits, grow: int) -> None:
    async def body(pool: Pool[str, Cat]) -> None:
        pids = [await used(pool, grow=grow) for _ in range(5)]
        assert [pids.index(pid) for pid in pids] == [0, 0, 2, 2, 4]
        assert pool.stats().started == 3

    run(body, limits)
    run(body, limits, shared=False)


def test_a_retired_server_ends_with_its_last_text() -> None:
    async def body(pool: Pool[str, Cat]) -> None:
        async with pool.use("a") as first:
            pool.retire("a")
            assert [server.retired for server in pool.stats().servers] == [True]
            async with pool.use("a") as second:
                assert second.pid != first.pid
            assert first.serve(b"x") == b"x"
        assert not first.alive and second.alive

    run(body)


@pytest.mark.parametrize("shared", [True, False])
def test_a_dead_server_is_replaced(shared: bool) -> None:
    async def body(pool: Pool[str, Cat]) -> None:
        async with pool.use("a") as server:
            pass
        server.kill()
        assert await used(pool) != server.pid
        assert len(pool.stats().servers) == 1

    run(body, shared=shared)


@pytest.mark.parametrize("shared", [True, False])
def test_what_a_text_raised_ends_a_lent_server_alone(shared: bool) -> None:
    async def body(pool: Pool[str, Cat]) -> None:
        with pytest.raises(ValueError, match="oh"):
            async with pool.use("a") as server:
                raise ValueError("oh")
        assert server.alive is shared
        assert (await used(pool) == server.pid) is shared

    run(body, shared=shared)


def test_a_start_that_fails_is_begun_again() -> None:
    async def body(pool: Pool[str, Cat]) -> None:
        for _ in range(2):
            with pytest.raises(OSError, match="no such header"):
                await used(pool, "broken")
        assert pool.stats().servers == () and pool.stats().started == 0
        assert not pool._servers._makings, "what failed is forgotten"
        await used(pool)

    run(body)


def test_a_cancelled_caller_leaves_the_start_to_the_others() -> None:
    async def body(pool: Pool[str, Cat]) -> None:
        first = asyncio.create_task(used(pool))
        second = asyncio.create_task(used(pool))
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        assert await second is not None
        assert pool.stats().started == 1

    run(body)


@pytest.mark.parametrize("shared", [True, False])
def test_a_start_that_nobody_waits_for_goes_on_where_it_is_shared(shared: bool) -> None:
    async def body(pool: Pool[str, Cat]) -> None:
        alone = asyncio.create_task(used(pool))
        await asyncio.sleep(0)
        alone.cancel()
        await asyncio.sleep(0.05)
        assert pool.stats().started == len(pool.stats().servers) == shared

    run(body, shared=shared)


def test_closing_ends_a_shared_one_in_use_and_a_lent_one_when_it_is_given_back() -> None:
    async def body(pool: Pool[str, Cat]) -> None:
        async with pool.use("a") as server:
            await pool.close()
            assert server.alive is not pool._shared
        assert not server.alive

    run(body)
    run(body, shared=False)


def test_another_event_loop_gets_another_server() -> None:
    before = set(below())
    pool = Pool(start, PoolLimits(), shared=True)
    first, second = (asyncio.run(used(pool)) for _ in range(2))
    assert first != second
    asyncio.run(pool.close())
    assert set(below()) == before
