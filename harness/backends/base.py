"""The backend protocol: a request goes in, generations come out as they finish."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from harness.bench import Problem


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to sample; None leaves a choice to the model's own default."""

    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        """The settings that are set, for run.json."""
        return {key: value for key in self.__slots__ if (value := getattr(self, key)) not in (None, ())}


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample to draw: its index in 0..n-1 and its own seed (a 63-bit number)."""

    index: int
    seed: int


@dataclass(frozen=True, slots=True)
class Request:
    """Samples to draw for one problem. `prompt` is None for a backend that reads the problem itself."""

    problem: Problem
    samples: tuple[Sample, ...]
    sampling: Sampling = field(default_factory=Sampling)
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class Generation:
    """What a model wrote for one sample.

    text: the model's text, whole. tokens: None where the backend doesn't count them.
    finish_reason: "stop", "length", or the backend's own word. latency_s: seconds from request to end.
    error: set when the backend failed for this sample alone; then `text` is empty and the attempt
    is `infrastructure`, never a wrong proof.
    exhausted: the backend has no sample of this index (a replay with too few rows); not an error.
    proof: the candidate itself, where the backend knows it, so that nothing is extracted from `text`.
    """

    index: int
    seed: int
    text: str
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    finish_reason: str = "stop"
    latency_s: float = 0.0
    error: str | None = None
    exhausted: bool = False
    proof: str | None = None


class Backend(Protocol):
    """A source of candidate proofs. Made by a factory `(args: Mapping[str, str]) -> Backend`."""

    @property
    def description(self) -> Mapping[str, Any]:
        """What decides the output, for run.json: name, model, revision, hashes; no secrets, no local paths
        where a content hash says the same."""
        ...

    def generate(self, request: Request) -> AsyncIterator[Generation]:
        """One Generation for each sample of the request, in any order, as they finish.

        Raises BackendError when the backend as a whole is gone.
        """
        ...

    async def close(self) -> None:
        """Free what the backend holds; may be called twice."""
        ...
