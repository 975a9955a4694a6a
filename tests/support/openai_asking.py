"""Backend `openai` in front of a server of the tests, and what it draws from it."""

from __future__ import annotations

import asyncio
from typing import Any

from openai_server import Fault, Plan, Say, Server, serving

from harness.backends import BACKENDS, Backend, Generation, Request, Sample, Sampling
from harness.problem import Problem

PROBLEM = Problem("p", "test", "theorem p : True := by\n", "")
FAST = {"model": "m", "backoff": "0.01", "max_backoff": "0.02", "retries": "3"}
CHAT = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Prove p."}]


def made(server: Server | None = None, **args: str) -> Backend:
    address = {} if server is None else {"base_url": server.url}
    backend: Backend = BACKENDS.load("openai")({**FAST, **address, **args})
    return backend


async def draw(backend: Backend, request: Request) -> list[Generation]:
    try:
        return [generation async for generation in backend.generate(request)]
    finally:
        await backend.close()


def request(count: int = 1, prompt: Any = "Prove:", **sampling: Any) -> Request:
    samples = tuple(Sample(index, 1000 + index) for index in range(count))
    return Request(PROBLEM, samples, Sampling(**sampling), prompt)


def drawn(plan: Plan, count: int = 1, prompt: Any = "Prove:", **args: str) -> tuple[list[Generation], Server]:
    with serving(plan) as server:
        return asyncio.run(draw(made(server, **args), request(count, prompt))), server


def always(reply: Say | Fault) -> Plan:
    return lambda asked: reply


def first(*faults: Fault) -> Plan:
    """The faults one after the other, and then a good answer."""
    good = Say(("exact trivial",))
    return lambda asked: faults[asked.number] if asked.number < len(faults) else good
