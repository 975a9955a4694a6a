"""What a small file could make the reader pay: each is refused, or read, in time that its size explains."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

import pytest
from forged_files import read_all, simple
from olean_builder import Builder, box

from harness.errors import OleanError
from harness.lean.olean import OleanLimits


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """20 s of CPU at most; a square of what the files below hold would take minutes."""
    start = time.process_time()
    yield
    assert time.process_time() - start < 20.0


def test_names_too_deep_and_lists_too_long() -> None:
    def deep(count: int) -> bytes:
        return simple(lambda b, t: b.const(*["x"] * count))

    read_all(deep(256))
    with pytest.raises(OleanError, match="name of over 256 components"):
        read_all(deep(257))
    with pytest.raises(OleanError, match="name of over 256 components"):
        read_all(deep(100_000))

    def long(count: int) -> bytes:
        return simple(lambda b, t: b.const("f", levels=[box(0)] * count))

    read_all(long(1000))
    with pytest.raises(OleanError, match="list of over 1000"):
        read_all(long(1001), OleanLimits(max_list=1000))


def test_many_tails_of_one_list_cost_no_square() -> None:
    """20,000 constants that each point at another tail of one long list."""
    build = Builder()
    tails = [box(0)]
    for _ in range(20_000):
        tails.append(build.ctor(1, [box(0), tails[-1]]))
    term = build.const("f")
    name = build.name("g")
    for tail in tails:
        term = build.app(term, build.ctor(4, [name, tail], bytes(8)))
    with in_time(), pytest.raises(OleanError, match="more shared lists and names"):
        read_all(build.file([("c", build.axiom("c", term))]))


def test_many_uses_of_one_long_list_cost_no_square() -> None:
    build = Builder()
    term, name = build.const("f"), build.name("g")
    levels = build.list([box(0)] * 20_000)
    for _ in range(20_000):
        term = build.app(term, build.ctor(4, [name, levels], bytes(8)))
    with in_time(), pytest.raises(OleanError, match="more shared lists and names"):
        read_all(build.file([("c", build.axiom("c", term))]))


def test_many_uses_of_one_long_chain_of_mdata_cost_no_square() -> None:
    build = Builder()
    term = chain = build.const("f")
    for _ in range(20_000):
        chain = build.mdata(chain)
    for _ in range(20_000):
        term = build.app(term, chain)
    with in_time():
        read_all(build.file([("c", build.axiom("c", term))]))


def test_many_names_under_a_deep_one_cost_no_square() -> None:
    build = Builder()
    term, text = build.const("f"), build.string("x")
    prefix = build.name(*["x"] * 250)
    for _ in range(30_000):
        term = build.app(term, build.ctor(4, [build.ctor(1, [prefix, text], bytes(8)), box(0)], bytes(8)))
    with in_time(), pytest.raises(OleanError, match="more shared lists and names"):
        read_all(build.file([("c", build.axiom("c", term))]))
