"""`ask`: a long walk leaves the event loop free, and ends with the one who asked."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from _whole_library import HeaderTable

from harness.checker.audit.library import (
    ConstantFact,
    HeaderFacts,
    HeaderStore,
    LongWalkError,
    WalkBudget,
    ask,
)
from harness.lean.olean import ConstantKind, Safety
from harness.lean.search import ModuleFinder

LENGTH = 2_000
BuildModules = Callable[..., ModuleFinder]


@pytest.fixture
def store(build_modules: BuildModules, tmp_path: Path) -> HeaderStore:
    chain = {f"c{i}": ("theorem", [f"c{i - 1}"] if i else ["ax"]) for i in range(LENGTH)}
    return HeaderStore(tmp_path / "cache", build_modules({"A": ({"ax": ("axiom", []), **chain}, [])}).find)


def test_bounded_patience(store: HeaderStore) -> None:
    header = store.open([("A",)])
    with pytest.raises(LongWalkError):
        header.with_budget(WalkBudget(10)).fact(("c1000",))
    assert header.with_budget(WalkBudget(10)).fact(("c5",)) is not None
    assert header.fact(("c1000",)) == ConstantFact(ConstantKind.THEOREM, Safety.SAFE, (("ax",),))
    assert header.with_budget(WalkBudget(0)).fact(("c1000",)) is not None


def test_short_questions_stay_in_the_loop(store: HeaderStore) -> None:
    async def body() -> None:
        header = store.open([("A",)])
        threads: list[int] = []

        def work(each: HeaderFacts) -> ConstantFact | None:
            threads.append(threading.get_ident())
            return each.fact(("c3",))

        assert (await ask(work, header)) == ConstantFact(ConstantKind.THEOREM, Safety.SAFE, (("ax",),))
        assert threads == [threading.get_ident()]
        table = HeaderTable({("c3",): ConstantFact(ConstantKind.THEOREM)})
        assert (await ask(work, table)) == ConstantFact(ConstantKind.THEOREM)

    asyncio.run(body())


def test_long_questions_go_to_a_thread(store: HeaderStore) -> None:
    async def body() -> None:
        header = store.open([("A",)])
        threads: list[int] = []

        def work(each: HeaderFacts) -> ConstantFact | None:
            threads.append(threading.get_ident())
            return each.fact((f"c{LENGTH - 1}",))

        results = await asyncio.gather(*(ask(work, header) for _ in range(4)))
        assert results == [ConstantFact(ConstantKind.THEOREM, Safety.SAFE, (("ax",),))] * 4
        assert len(set(threads)) > 1
        threads.clear()
        await ask(work, header)
        assert threads == [threading.get_ident()]

    asyncio.run(body())


def test_who_goes_away_ends_the_walk(store: HeaderStore) -> None:
    async def body() -> None:
        header = store.open([("A",)])
        begun, ended = threading.Event(), threading.Event()

        def work(each: HeaderFacts) -> None:
            try:
                for i in range(LENGTH):
                    each.fact((f"c{i}",))
                    if i == 300:
                        begun.set()
                        # Until the one who asked is gone.
                        gone.wait(30)
            finally:
                ended.set()

        gone = threading.Event()
        task = asyncio.create_task(ask(work, header))
        await asyncio.to_thread(begun.wait, 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        ended.clear()
        gone.set()
        assert await asyncio.to_thread(ended.wait, 30)
        assert not header._library._of[header._library.index.find((f"c{LENGTH - 1}",))[0]]
        assert header.fact(("c1000",)) is not None

    asyncio.run(body())
