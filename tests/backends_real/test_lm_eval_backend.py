"""Backends `lm_eval:NAME`: a real model in this process, and a server behind HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.backends import BACKENDS, Backend, Generation, Request, Sample, Sampling
from harness.errors import BackendError, UnknownNameError, UsageError
from harness.problem import Problem

for package in ("lm_eval", "torch", "transformers"):
    pytest.importorskip(package, reason="the extra prover-eval[lm-eval] isn't installed")

server = pytest.importorskip("openai_server")

PROBLEM = Problem("p", "test", "theorem p : True := by\n", "")
PROMPT = "theorem p : True := by\n"
CHAT = [{"role": "user", "content": PROMPT}]


def ask(prompt: Any = PROMPT, seeds: tuple[int, ...] = (7,), **sampling: Any) -> Request:
    samples = tuple(Sample(index, seed) for index, seed in enumerate(seeds))
    return Request(PROBLEM, samples, Sampling(**{"max_tokens": 12, **sampling}), prompt)


def answers(backend: Backend, *requests: Request) -> list[list[Generation]]:
    async def one(request: Request) -> list[Generation]:
        return [given async for given in backend.generate(request)]

    async def together() -> list[list[Generation]]:
        async with asyncio.timeout(900):
            return await asyncio.gather(*map(one, requests))

    return asyncio.run(together())


def opened(name: str, **args: object) -> Backend:
    backend: Backend = BACKENDS.load(f"lm_eval:{name}")({key: str(value) for key, value in args.items()})
    return backend


@pytest.fixture(scope="module")
def local(tiny_model: Path) -> Iterator[Backend]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    backend = opened("hf", model=tiny_model)
    yield backend
    asyncio.run(backend.close())
    torch.set_num_threads(before)


def test_each_sample_is_drawn_with_its_own_seed(local: Backend) -> None:
    ((first, second, third),) = answers(local, ask(seeds=(1, 2, 1)))
    assert first.text == third.text != second.text
    assert [given.seed for given in (first, second, third)] == [1, 2, 1]
    assert local.description["seeding"] == "process"


def test_requests_at_the_same_time_do_not_mix_their_seeds(local: Backend) -> None:
    alone = answers(local, ask(seeds=(3, 4)))[0]
    together = answers(local, *(ask(seeds=(3, 4)) for _ in range(3)))
    assert [[given.text for given in found] for found in together] == [[given.text for given in alone]] * 3


def test_tokens_are_not_counted_and_that_is_said(local: Backend) -> None:
    ((given,),) = answers(local, ask())
    assert (given.prompt_tokens, given.completion_tokens) == (None, None)
    assert given.finish_reason == "unknown"
    assert local.description["tokens"] == "not counted"


def test_max_tokens_and_empty_lines_are_ours(local: Backend) -> None:
    # The tokenizer has one token for each byte, so a text has no more characters than tokens.
    ((short,), (long,)) = answers(local, ask(max_tokens=5), ask(max_tokens=300))
    assert 0 < len(short.text) <= 5
    assert len(long.text) > 60


def test_a_stop_string_ends_a_text(local: Backend) -> None:
    ((whole,),) = answers(local, ask(max_tokens=40))
    stop = whole.text[6:8]
    ((given,),) = answers(local, ask(max_tokens=40, stop=(stop,)))
    assert given.text == whole.text[: whole.text.index(stop)]


def test_greedy_is_greedy(local: Backend) -> None:
    ((first, second),) = answers(local, ask(seeds=(1, 2), temperature=0.0))
    assert first.text == second.text


def test_a_chat_goes_through_the_models_template(local: Backend) -> None:
    rendered = f"<|user|>\n{PROMPT}</s>\n<|assistant|>\n"
    ((chat,), (text,)) = answers(local, ask(CHAT, temperature=0.0), ask(rendered, temperature=0.0))
    assert chat.text == text.text


def test_a_prompt_without_room_is_an_error_of_its_own(local: Backend) -> None:
    answers(local, ask())
    ((given,),) = answers(local, ask("x" * 9000))
    assert "window" in (given.error or "")


def test_requests_over_http_have_each_their_seed_and_settings() -> None:
    with server.serving(lambda asked: server.Say((f"text {asked.body['seed']}",))) as running:
        backend = opened("local-completions", model="a,b", base_url=running.url)
        found = answers(backend, *(ask(seeds=(1, 2, 3), stop=("\nend",), top_k=9) for _ in range(4)))
        asyncio.run(backend.close())
    assert [[given.text for given in given_list] for given_list in found] == [
        ["text 1", "text 2", "text 3"]
    ] * 4
    assert {asked.path for asked in running.asked} == {"/v1/completions"}
    body = running.asked[0].body
    assert body["model"] == "a,b"
    assert body["prompt"] == PROMPT
    assert (body["max_tokens"], body["temperature"], body["top_k"]) == (12, 1.0, 9)
    assert body["stop"] == ["\nend"]
    assert backend.description["seeding"] == "request"


def test_a_chat_over_http() -> None:
    with server.serving(lambda asked: server.Say((f"text {asked.body['seed']}",))) as running:
        backend = opened("local-chat-completions", pretrained="m", base_url=running.url)
        ((chat,), (text,)) = answers(backend, ask(CHAT, (5,)), ask(PROMPT, (6,)))
        asyncio.run(backend.close())
    assert (chat.text, text.text) == ("text 5", "text 6")
    assert {asked.path for asked in running.asked} == {"/v1/chat/completions"}
    assert [asked.body["messages"] for asked in running.asked] == [CHAT, CHAT]
    assert running.asked[0].body["stop"] is None


def test_a_failing_request_is_an_error_of_its_own() -> None:
    def plan(asked: Any) -> Any:
        bad = asked.body["seed"] == 2
        return server.Fault("status", 500) if bad else server.Say(("fine",))

    with server.serving(plan) as running:
        backend = opened("local-completions", model="m", base_url=running.url, max_retries=1)
        ((first, second, third),) = answers(backend, ask(seeds=(1, 2, 3)))
        asyncio.run(backend.close())
    assert (first.text, third.text) == ("fine", "fine")
    assert "500" in (second.error or "")
    assert second.text == ""


def test_a_server_that_is_not_there_ends_the_run() -> None:
    backend = opened("local-completions", model="m", base_url="http://127.0.0.1:9/v1", max_retries=1)
    with pytest.raises(BackendError, match="local-completions"):
        answers(backend, ask())
    asyncio.run(backend.close())


def test_wrong_names_and_arguments_say_what_to_do(tiny_model: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="local-completions"):
        opened("local-completion", model="m")
    with pytest.raises(UsageError, match="refuses the arguments"):
        opened("hf", model=tiny_model, no_such_argument=1)
    with pytest.raises(BackendError, match="can't be loaded"):
        opened("hf", model=tmp_path)


def test_a_completion_model_takes_no_chat() -> None:
    with server.serving(lambda asked: server.Say(("x",))) as running:
        backend = opened("local-completions", model="m", base_url=running.url)
        with pytest.raises(UsageError, match="--prompt plain"):
            answers(backend, ask(CHAT))
        asyncio.run(backend.close())
    assert running.asked == []
