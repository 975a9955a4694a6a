"""What the tests of backend `vllm` share: an engine that suits a small machine, and questions to it."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness.backends.base import Generation, Request, Sample, Sampling
from harness.backends.vllm import VLLMBackend
from harness.bench import find_bench

PROBLEM = find_bench("nng").problems[0]
PROMPT = "theorem t (n : Nat) : n + 0 = n := by\n" * 3
#: Little memory, no compiling; one core to the engine where there are two or more.
ARGUMENTS = {"enforce_eager": "true", "gpu_memory_utilization": "0.12", "dtype": "float32"}
ENVIRONMENT = {"VLLM_CPU_KVCACHE_SPACE": "1", "HF_HUB_OFFLINE": "1", "NO_PROXY": "127.0.0.1"}

needs_vllm = pytest.mark.skipif(
    importlib.util.find_spec("vllm") is None, reason="the extra prover-eval[vllm] isn't installed"
)


class Engine:
    """A backend and the event loop that it lives in."""

    def __init__(self, runner: asyncio.Runner, backend: VLLMBackend) -> None:
        self.runner, self.backend = runner, backend

    def ask(
        self, seeds: list[int], prompt: str | list[dict[str, str]] = PROMPT, **sampling: object
    ) -> list[Generation]:
        """One sample for each seed, in this order."""
        samples = tuple(Sample(index, seed) for index, seed in enumerate(seeds))
        words = {"temperature": 1.0, "max_tokens": 30, **sampling}
        request = Request(PROBLEM, samples, Sampling(**words), prompt)  # type: ignore[arg-type]

        async def collect() -> list[Generation]:
            return [generation async for generation in self.backend.generate(request)]

        found = self.runner.run(collect())
        assert sorted(generation.index for generation in found) == list(range(len(seeds)))
        return sorted(found, key=lambda generation: generation.index)


@contextmanager
def engine(model: Path, **arguments: str) -> Iterator[Engine]:
    """A running engine; it is closed with the block."""
    with pytest.MonkeyPatch.context() as patch, asyncio.Runner() as runner:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        backend = VLLMBackend({"model": str(model), **ARGUMENTS, **arguments})
        try:
            yield Engine(runner, backend)
        finally:
            runner.run(backend.close())


def members(group: int) -> list[int]:
    """The processes of a group."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            state = (path / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(state[2]) == group and state[0] != "Z":
            found.append(int(path.name))
    return found


def left_of(group: int) -> list[int]:
    """The processes of a group that was killed and that still run after ten seconds."""
    deadline = time.monotonic() + 10
    while (found := members(group)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def children(parent: int) -> list[int]:
    """The processes that a process has started and that still run."""
    path = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(number) for number in path.read_text().split()] if path.exists() else []


def environment() -> dict[str, str]:
    """For commands."""
    return {**os.environ, **ENVIRONMENT}
