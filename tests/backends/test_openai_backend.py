"""Backend `openai` against a real HTTP server on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from openai_asking import CHAT, always, draw, drawn, first, made, request
from openai_server import Asked, Fault, Say, Server, serving

from harness.backends import BACKENDS, Generation
from harness.backends.arguments import parse_model_args
from harness.errors import BackendError, UnknownNameError, UsageError

pytest.importorskip("openai", reason="the extra prover-eval[openai] isn't installed")

KEY = "sk-very-secret-0123456789"


def test_a_text_goes_to_completions_and_a_chat_to_chat() -> None:
    for stream in ("true", "false"):
        (one,), server = drawn(always(Say(("exact trivial",), "length")), stream=stream)
        assert (one.text, one.finish_reason, one.error) == ("exact trivial", "length", None)
        assert (one.prompt_tokens, one.completion_tokens, one.seed) == (11, 7, 1000)
        assert one.latency_s > 0
        assert server.asked[0].path == "/v1/completions"
        assert server.asked[0].body["prompt"] == "Prove:"
        (one,), server = drawn(always(Say(("exact trivial",))), prompt=CHAT, stream=stream)
        assert one.text == "exact trivial"
        assert server.asked[0].path == "/v1/chat/completions"
        assert server.asked[0].body["messages"] == CHAT


def test_the_interface_can_be_chosen() -> None:
    _, server = drawn(always(Say(("x",))), api="chat")
    assert server.asked[0].body["messages"] == [{"role": "user", "content": "Prove:"}]
    with pytest.raises(UsageError, match="api=completions takes a text"):
        drawn(always(Say(("x",))), prompt=CHAT, api="completions")


@pytest.mark.parametrize("stream", ["true", "false"])
@pytest.mark.parametrize("name", ["reasoning_content", "reasoning"])
def test_reasoning_is_kept_apart(name: str, stream: str) -> None:
    (one,), _ = drawn(always(Say(("exact trivial",), reasoning=(name, "hm"))), prompt=CHAT, stream=stream)
    assert (one.text, one.reasoning) == ("exact trivial", "hm")
    (one,), _ = drawn(always(Say(("exact trivial",))), prompt=CHAT, stream=stream)
    assert one.reasoning is None


def test_sampling_and_extra_body_reach_the_server() -> None:
    settings: dict[str, Any] = {"temperature": 0.5, "top_p": 0.9, "top_k": 7, "min_p": 0.1, "max_tokens": 33}
    with serving(always(Say(("x",)))) as server:
        backend = made(server, extra_body='{"repetition_penalty": 1.1, "lora": ["a", "b"]}')
        asyncio.run(draw(backend, request(stop=("\n\n", "```"), **settings)))
    body = server.asked[0].body
    assert {name: body[name] for name in settings} == settings
    assert body["stop"] == ["\n\n", "```"]
    assert (body["repetition_penalty"], body["lora"], body["model"]) == (1.1, ["a", "b"], "m")
    _, server = drawn(always(Say(("x",))))
    assert not {*settings, "stop", "n"} & set(server.asked[0].body)


def test_extra_body_may_hold_commas_when_it_is_quoted() -> None:
    args: dict[str, Any] = parse_model_args(["""extra_body='{"a": [1, 2], "b": "x"}',send_seed=false"""])
    _, server = drawn(always(Say(("x",))), **args)
    assert (server.asked[0].body["a"], server.asked[0].body["b"]) == ([1, 2], "x")


def test_several_samples_are_one_request_where_the_server_honours_n() -> None:
    generations, server = drawn(always(Say(("a", "bb", "ccc"))), 3)
    assert [(g.index, g.seed, g.text) for g in generations] == [
        (0, 1000, "a"),
        (1, 1001, "bb"),
        (2, 1002, "ccc"),
    ]
    assert [asked.body.get("n") for asked in server.asked] == [3]
    assert sum(g.completion_tokens or 0 for g in generations) == 7
    # The prompt is counted, and paid for, once.
    assert sum(g.prompt_tokens or 0 for g in generations) == 11


def test_where_it_gives_fewer_the_rest_is_asked_for_with_other_seeds() -> None:
    generations, server = drawn(lambda asked: Say((f"text {asked.number}",), honour_n=False), 4)
    assert sorted((g.index, g.text) for g in generations) == [(i, f"text {i}") for i in range(4)]
    assert len({asked.body["seed"] for asked in server.asked}) == 4
    assert [asked.body.get("n") for asked in server.asked] == [4, None, None, None]


def test_where_n_is_refused_single_requests_do() -> None:
    def plan(asked: Asked) -> Say | Fault:
        return Fault("status", 400, message="n must be 1") if "n" in asked.body else Say(("x",))

    generations, server = drawn(plan, 3)
    assert [g.error for g in generations] == [None] * 3
    assert len(server.asked) == 4


def test_where_the_usage_option_is_refused_it_is_left_out() -> None:
    def plan(asked: Asked) -> Say | Fault:
        refused = "stream_options" in asked.body
        return (
            Fault("status", 422, message="unknown field stream_options")
            if refused
            else Say(("x",), usage=False)
        )

    (one,), server = drawn(plan)
    assert (one.text, one.completion_tokens, len(server.asked)) == ("x", None, 2)


def test_the_seed_can_be_kept_back() -> None:
    _, server = drawn(always(Say(("x",))), send_seed="false")
    assert "seed" not in server.asked[0].body
    _, server = drawn(always(Say(("x",))))
    assert server.asked[0].body["seed"] == 1000


FAULTS = [
    Fault("status", 429, {"Retry-After": "0"}),
    Fault("status", 500),
    Fault("status", 503),
    Fault("drop"),
    Fault("cut"),
    Fault("json"),
    Fault("shape"),
]
STREAM_FAULTS = [Fault("ended"), Fault("aborted"), Fault("event")]


@pytest.mark.parametrize("fault", [*FAULTS, *STREAM_FAULTS], ids=lambda fault: f"{fault.kind}{fault.status}")
@pytest.mark.parametrize("prompt", ["Prove:", CHAT], ids=["completion", "chat"])
def test_a_passing_fault_is_tried_again(fault: Fault, prompt: Any) -> None:
    (one,), server = drawn(first(fault, fault), prompt=prompt)
    assert (one.text, one.error, len(server.asked)) == ("exact trivial", None, 3)


@pytest.mark.parametrize("fault", [*FAULTS, *STREAM_FAULTS], ids=lambda fault: f"{fault.kind}{fault.status}")
def test_a_passing_fault_without_streams(fault: Fault) -> None:
    (one,), server = drawn(first(fault), stream="false")
    assert (one.text, one.error, len(server.asked)) == ("exact trivial", None, 2)


@pytest.mark.parametrize("fault", [*FAULTS, *STREAM_FAULTS], ids=lambda fault: f"{fault.kind}{fault.status}")
def test_a_lasting_fault_fails_its_samples_alone(fault: Fault) -> None:
    def plan(asked: Asked) -> Say | Fault:
        return fault if asked.body["seed"] == 1001 else Say(("exact trivial",), honour_n=False)

    generations, server = drawn(plan, 3, retries="2")
    by_index = {g.index: g for g in generations}
    assert [by_index[i].text for i in range(3)] == ["exact trivial", "", "exact trivial"]
    assert by_index[1].error
    assert by_index[0].error is None and by_index[2].error is None
    assert len(server.asked) == 1 + 3 + 1


def test_a_wrong_request_is_not_repeated() -> None:
    (one,), server = drawn(always(Fault("status", 400, message="the prompt is too long")))
    assert one.error is not None and "the prompt is too long" in one.error
    assert len(server.asked) == 1


def test_retry_after_is_honoured() -> None:
    _, server = drawn(first(Fault("status", 429, {"Retry-After": "1"})))
    assert server.asked[1].at - server.asked[0].at >= 1.0
    _, server = drawn(first(Fault("status", 429)))
    assert server.asked[1].at - server.asked[0].at < 0.9


@pytest.mark.parametrize("stream", ["true", "false"])
def test_slow_bytes_run_into_the_time_limit(stream: str) -> None:
    (one,), server = drawn(always(Fault("slow")), timeout="0.2", retries="1", stream=stream)
    assert one.error is not None and "-M timeout=" in one.error
    assert len(server.asked) == 2
    assert server.closed.is_set()


def test_an_earlier_choice_survives_a_cut() -> None:
    """Both choices of the first request are begun and one ends; only the other is asked for again."""
    events = [
        {"choices": [{"index": 0, "text": "one", "finish_reason": "stop"}]},
        {"choices": [{"index": 1, "text": "tw"}]},
    ]

    class Half(Server):
        async def reply(self, asked: Asked, reply: Say | Fault, writer: asyncio.StreamWriter) -> None:
            if asked.number:
                return await super().reply(asked, reply, writer)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
            writer.write("".join(f"data: {json.dumps(event)}\n\n" for event in events).encode())
            await writer.drain()

    with serving(always(Say(("two",))), kind=Half) as server:
        generations = asyncio.run(draw(made(server), request(2)))
    assert [(g.index, g.text) for g in generations] == [(0, "one"), (1, "two")]
    assert [asked.body["seed"] for asked in server.asked] == [1000, 1001]


@pytest.mark.parametrize("stream", ["true", "false"])
def test_cancelling_ends_the_request(stream: str) -> None:
    async def main(server: Server) -> None:
        backend = made(server, stream=stream)
        task = asyncio.create_task(draw(backend, request()))
        await asyncio.to_thread(server.slow.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(server.closed.wait, 10)

    with serving(always(Fault("slow"))) as server:
        asyncio.run(main(server))


def test_leaving_the_generator_and_closing_twice() -> None:
    async def main(server: Server) -> None:
        backend = made(server)
        async with contextlib.aclosing(backend.generate(request(3))) as stream:  # type: ignore[type-var]
            assert (await anext(stream)).index == 0
        await backend.close()
        await backend.close()
        assert len(server.asked) == 1

    with serving(always(Say(("a",), honour_n=False))) as server:
        asyncio.run(main(server))


def test_a_server_that_was_never_there_is_a_backend_error() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.monotonic()
    with pytest.raises(BackendError, match=r"127\.0\.0\.1 can't be reached.*base_url"):
        asyncio.run(draw(made(base_url=f"http://127.0.0.1:{port}/v1"), request()))
    assert time.monotonic() - started < 5


def test_a_server_that_went_away_fails_single_samples() -> None:
    async def main() -> list[Generation]:
        with serving(always(Say(("x",)))) as server:
            backend = made(server)
            assert (await anext(aiter(backend.generate(request())))).text == "x"
        return await draw(backend, request(2))

    generations = asyncio.run(main())
    assert len(generations) == 2
    assert all(generation.error for generation in generations)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refusal_of_everything_is_a_backend_error(status: int) -> None:
    with pytest.raises(BackendError, match="refuses every request"):
        drawn(always(Fault("status", status)))

    def later(asked: Asked) -> Say | Fault:
        return Say(("x",), honour_n=False) if asked.number == 0 else Fault("status", status)

    generations, _ = drawn(later, 2)
    assert [bool(g.error) for g in generations] == [False, True]


def test_the_key_is_sent_and_never_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    fault = Fault("status", 400, message=f"wrong key {KEY}")
    with serving(always(fault)) as server:
        backend = made(server, api_key_env="MY_KEY")
        (one,) = asyncio.run(draw(backend, request()))
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert one.error is not None and "wrong key (key)" in one.error
    told = (
        json.dumps(dict(backend.description))
        + repr(backend)
        + repr(vars(backend))
        + "".join(capfd.readouterr())
    )
    assert KEY not in told
    with pytest.raises(BackendError) as caught:
        drawn(always(Fault("status", 401, message=f"wrong key {KEY}")), api_key_env="MY_KEY")
    assert KEY not in str(caught.value)


def test_a_variable_without_a_key_and_a_key_in_the_wrong_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("MY_KEY", raising=False)
    _, server = drawn(always(Say(("x",))))
    assert server.asked
    wrong: tuple[dict[str, Any], ...] = (
        {"api_key_env": "MY_KEY"},
        {"api_key": KEY},
        {"base_url": f"http://me:{KEY}@127.0.0.1/v1"},
        {"base_url": f"http://127.0.0.1/v1?key={KEY}"},
    )
    for args in wrong:
        with pytest.raises(UsageError) as caught:
            made(**args)
        assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({"model": ""}, "needs the argument 'model'"),
        ({"api": "responses"}, "api=completions or api=chat"),
        ({"base_url": "127.0.0.1:8000"}, "is no address"),
        ({"base_url": "http://127.0.0.1:port/v1"}, "is no address"),
        ({"extra_body": "{a}"}, "is not JSON"),
        ({"extra_body": "[1]"}, "not a JSON object"),
        ({"extra_body": '{"seed": 1}'}, "may not set 'seed'"),
        ({"extra_body": '{"n": 4}'}, "may not set 'n'"),
        ({"retries": "-1"}, "whole number"),
        ({"timeout": "0"}, "seconds above 0"),
        ({"timeout": "nan"}, "seconds above 0"),
        ({"stream": "maybe"}, "neither true nor false"),
        ({"samples_per_request": "0"}, "whole number"),
    ],
)
def test_wrong_arguments_are_named(args: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        made(**args)


def test_arguments_by_other_names() -> None:
    backend = BACKENDS.load("openai")({"pretrained": "org/m", "base_url": "http://127.0.0.1:1/v1"})
    assert backend.description == {"name": "openai", "model": "org/m", "api": "by prompt"}
    asyncio.run(backend.close())
    with pytest.raises(UnknownNameError, match="base_url"):
        made(base_ulr="x")


def test_without_a_prompt_there_is_nothing_to_send() -> None:
    with pytest.raises(UsageError, match="--prompt"):
        drawn(always(Say(("x",))), prompt=None)


def test_the_package_loads_only_in_the_factory(tmp_path: Path) -> None:
    program = (
        "import sys, harness.backends.openai, harness.cli.run; print({'openai', 'jinja2'} & {*sys.modules})"
    )
    words = [sys.executable, "-c", program]
    assert subprocess.run(words, cwd=tmp_path, check=True, capture_output=True).stdout == b"set()\n"


@pytest.mark.parametrize("value", ["", " ", "\n"])
@pytest.mark.parametrize("variable", ["OPENAI_API_KEY", "MY_KEY"])
def test_an_empty_key_is_an_error(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    args: dict[str, Any] = {"api_key_env": variable} if variable == "MY_KEY" else {}
    with pytest.raises(UsageError, match="is empty"):
        made(**args)
    monkeypatch.setenv(variable, f" {KEY}\n")
    made(**args)
