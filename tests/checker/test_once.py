"""Once: one making for all who ask, whatever becomes of the one who asked first."""

from __future__ import annotations

import asyncio

import pytest

from harness.checker.once import Once


class Making:
    """Makes a number, after a moment; fails as often as `failures` says, and counts."""

    def __init__(self, failures: int = 0) -> None:
        self.failures, self.begun, self.ended = failures, 0, 0

    async def make(self) -> int:
        self.begun += 1
        try:
            await asyncio.sleep(0.02)
        finally:
            self.ended += 1
        if self.begun <= self.failures:
            raise OSError("it can't be made")
        return 7


def test_all_who_ask_share_one_making() -> None:
    async def run() -> list[int]:
        once, making = Once[str, int](), Making()
        found = await asyncio.gather(*(once.get("a", making.make) for _ in range(5)))
        found.append(await once.get("a", making.make))
        assert making.begun == 1
        await once.get("b", making.make)
        assert making.begun == 2
        return found

    assert asyncio.run(run()) == [7] * 6


def test_a_cancelled_caller_leaves_it_to_the_others() -> None:
    async def run() -> int:
        once, making = Once[str, int](), Making()
        first = asyncio.create_task(once.get("a", making.make))
        second = asyncio.create_task(once.get("a", making.make))
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        found = await second
        assert making.begun == 1
        return found

    assert asyncio.run(run()) == 7


def test_a_failure_is_everybodys_and_the_next_call_makes_again() -> None:
    async def run() -> int:
        once, making = Once[str, int](), Making(failures=1)
        calls = [once.get("a", making.make) for _ in range(3)]
        found = await asyncio.gather(*calls, return_exceptions=True)
        assert [type(each) for each in found] == [OSError] * 3
        return await once.get("a", making.make) + making.begun

    assert asyncio.run(run()) == 7 + 2


def test_what_is_ready_serves_another_event_loop_and_what_is_not_is_made_again() -> None:
    once, making = Once[str, int](), Making()

    async def begin() -> None:
        task = asyncio.create_task(once.get("a", making.make))
        await asyncio.sleep(0)
        task.cancel()

    asyncio.run(begin())
    assert asyncio.run(once.get("a", making.make)) == 7
    assert asyncio.run(once.get("a", making.make)) == 7
    assert making.begun == 2


def test_forgetting_and_closing_end_what_is_under_way() -> None:
    async def run() -> None:
        once, making = Once[str, int](), Making()
        for end in (lambda: once.forget("a"), None):
            task = asyncio.create_task(once.get("a", making.make))
            await asyncio.sleep(0.001)
            if end is not None:
                end()
            else:
                await once.close()
                assert making.ended == making.begun
            with pytest.raises(asyncio.CancelledError):
                await task
        assert await once.get("a", making.make) == 7

    asyncio.run(run())
