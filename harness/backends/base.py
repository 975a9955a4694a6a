"""The backend protocol: a request goes in, generations come out as they finish."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from harness.problem import Problem


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to sample; None leaves a choice to the model's own default.

    top_k: only the so many likeliest tokens. min_p: only tokens at least that fraction as likely as the
    likeliest one. stop: strings that end a sample; they aren't part of its text.
    """

    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()
    top_k: int | None = None
    min_p: float | None = None

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
    """Samples to draw for one problem.

    prompt: a text to go on from, or the messages of a chat, each with `role` and `content`; None for a
    backend that reads the problem itself. round: 0 for a sample's first attempt; each later one has a longer
    prompt, with what was wrong before.
    """

    problem: Problem
    samples: tuple[Sample, ...]
    sampling: Sampling = field(default_factory=Sampling)
    prompt: str | Sequence[Mapping[str, str]] | None = None
    round: int = 0


@dataclass(frozen=True, slots=True)
class Generation:
    """What a model wrote for one sample.

    text: the model's text, whole. tokens: None where the backend doesn't count them.
    finish_reason: "stop", "length", or the backend's own word. latency_s: seconds from request to end.
    error: set when the backend failed for this sample alone; then `text` is empty and the attempt
    is `infrastructure`, never a wrong proof.
    too_long: with `error`: the prompt leaves the model no room for an answer, and never will. In a repair
    round that is the sample's end.
    exhausted: the backend has no sample of this index (a replay with too few rows); not an error.
    proof: the candidate itself, where the backend knows it, so that nothing is extracted from `text`.
    reasoning: what the model thought, where a server keeps that apart from `text`.
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
    reasoning: str | None = None
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server that a model is asked at.

    address: without password and query. told: what the server says of the model and what tells one model from
    another (id, root, max_model_len ...), empty where it says nothing. models: the ids that it lists.
    """

    address: str
    told: Mapping[str, str | int] = field(default_factory=dict)
    models: tuple[str, ...] = ()


class Backend(Protocol):
    """A source of candidate proofs. Made by a factory `(args: Mapping[str, str]) -> Backend`.

    A backend may have these members too, which the command line reads:
    needs_prompt (bool): each request must have a prompt. model (str): the model's name, for `--prompt auto`.
    prompt_kind ("chat", "completion" or None): the only kind of prompt that it takes.
    samples_per_request (int): how many samples of one problem to ask for at once, 1 by default.
    transport_args (set of str): arguments that say how the model is reached and don't decide its output.
    endpoint() (coroutine): the Endpoint that is asked. answered_as(): the set of (model, fingerprint) that
    its answers so far named. waits (Waits): what is waited for at the moment.
    """

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
