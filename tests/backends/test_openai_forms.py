"""Forms of answers and refusals that servers have beside the protocol's own: on a real HTTP server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai_asking import CHAT, always, draw, drawn, made, request
from openai_server import Asked, Fault, Say, Server, plain, serving

from harness.backends import Generation
from harness.backends._http_answer import HttpAnswer, WrongAnswer
from harness.backends._http_stream import Part, parts_of
from harness.errors import BackendError

pytest.importorskip("openai", reason="the extra prover-eval[openai] isn't installed")

TEXT = "theorem p : True := by\n  exact trivial\u2028 -- so"
USAGE = {"prompt_tokens": 11, "completion_tokens": 7}
Body = Callable[[Asked], Any]


def sse(*values: Any, done: bool = True, end: str = "\n\n") -> str:
    lines = [f"data: {json.dumps(value, ensure_ascii=False)}{end}" for value in values]
    return "".join(lines) + (f"data: [DONE]{end}" if done else "")


def answered(body: Body, count: int = 1, prompt: Any = CHAT, **args: str) -> tuple[list[Generation], Server]:
    """The generations that come of a server whose whole body is a text, or a JSON value."""

    class Own(Server):
        async def reply(self, asked: Asked, reply: Say | Fault, writer: asyncio.StreamWriter) -> None:
            found = body(asked)
            await plain(writer, found if isinstance(found, str) else json.dumps(found, ensure_ascii=False))

    with serving(always(Say(("",))), kind=Own) as server:
        return asyncio.run(draw(made(server, **args), request(count, prompt))), server


def message(text: Any, index: int | None = 0, **more: Any) -> dict[str, Any]:
    numbered = {} if index is None else {"index": index}
    return {**numbered, "message": {"role": "assistant", "content": text, **more}, "finish_reason": "stop"}


def delta(text: str, finish: str | None = None, index: int | None = 0, **more: Any) -> dict[str, Any]:
    numbered = {} if index is None else {"index": index}
    return {"choices": [{**numbered, "delta": {"content": text, **more}, "finish_reason": finish}]}


HALF = len(TEXT) // 2
PARTS = [TEXT[i : i + 4] for i in range(0, len(TEXT), 4)]
OVER_LINES = "data: " + json.dumps(delta(TEXT, "stop"), indent=1).replace("\n", "\ndata: ")
FORMS: dict[str, Any] = {
    "one object to a streaming request": {"choices": [message(TEXT)], "usage": USAGE},
    "an object with blanks before it": "\n  " + json.dumps({"choices": [message(TEXT)], "usage": USAGE}),
    "an object with a mark of byte order": "\ufeff" + json.dumps({"choices": [message(TEXT)]}),
    "a list of parts": {
        "choices": [message([{"type": "text", "text": TEXT[:HALF]}, {"type": "text", "text": TEXT[HALF:]}])]
    },
    "a list of texts": {"choices": [message([TEXT[:HALF], TEXT[HALF:]])]},
    "parts with thoughts": {
        "choices": [
            message(
                [
                    {"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]},
                    {"type": "text", "text": TEXT},
                ]
            )
        ]
    },
    "no finish reason in an object": {"choices": [{"message": {"content": TEXT}}]},
    "a choice without an index": {"choices": [message(TEXT, index=None)]},
    "a stream": sse(delta(TEXT[:HALF]), delta(TEXT[HALF:], "stop")),
    "a stream without a finish reason": sse(delta(TEXT[:HALF]), delta(TEXT[HALF:])),
    "a stream without the word for its end": sse(delta(TEXT[:HALF]), delta(TEXT[HALF:], "stop"), done=False),
    "a stream with one line feed each": sse(delta(TEXT[:HALF]), delta(TEXT[HALF:], "stop"), end="\n"),
    "a stream with carriage returns": sse(delta(TEXT[:HALF]), delta(TEXT[HALF:], "stop"), end="\r\n\r\n"),
    "comments and names of events": ": ping\n\nevent: message\n"
    + sse(delta(TEXT[:HALF]), done=False)
    + "event: x\nid: 3\n"
    + sse(delta(TEXT[HALF:], "stop")),
    "an event over several lines": OVER_LINES + "\n\ndata: [DONE]\n\n",
    "a last line without its end": sse(delta(TEXT, "stop"), done=False).rstrip("\n"),
    "a stream of whole messages": sse({"choices": [message(TEXT)]}),
    "a message once more at the end": sse(*map(delta, PARTS), {"choices": [message(TEXT)], "usage": USAGE}),
    "the text once more in the last delta": sse(*map(delta, PARTS), delta(TEXT, "stop")),
    "the text once more, then the end": sse(*map(delta, PARTS), delta(TEXT), delta("", "stop")),
    "two deltas with the same text": sse(delta(TEXT), delta(TEXT, "stop")),
    "all so far in each delta": sse(*(delta(TEXT[:i]) for i in (5, 12, 20)), delta(TEXT, "stop")),
    "the stream twice": sse(*map(delta, PARTS), delta("", "stop"), *map(delta, PARTS), delta("", "stop")),
    "deltas without an index": sse(delta(TEXT[:HALF], index=None), delta(TEXT[HALF:], "stop", index=None)),
}


@pytest.mark.parametrize("stream", ["true", "false"])
@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_answer_is_taken_as_what_it_says(form: str, stream: str) -> None:
    (one,), server = answered(lambda asked: FORMS[form], stream=stream)
    assert (one.error, one.text, one.finish_reason) == (None, TEXT, "stop")
    assert one.reasoning == ("hm" if form == "parts with thoughts" else None)
    assert len(server.asked) == 1


BROKEN: dict[str, Any] = {
    "half a stream": sse(delta(TEXT[:HALF]), done=False),
    "half an object": json.dumps({"choices": [message(TEXT)]})[:-5],
    "another text after the end": sse(delta(TEXT, "stop"), delta("and more", "stop")),
    "a page": "<html><title>Log in</title></html>",
    "nothing": "",
    "prose": "Service is starting",
    "a part that is no text": {"choices": [message([{"type": "image_url", "image_url": {"url": "x"}}])]},
    "an error in an object": {"error": {"message": "out of memory", "code": 503}},
    "an error in a stream": sse(delta(TEXT[:HALF]), {"error": {"message": "out of memory"}}),
    "half an event": 'data: {"choices": [\n\ndata: [DONE]\n\n',
}


@pytest.mark.parametrize("stream", ["true", "false"])
@pytest.mark.parametrize("form", BROKEN)
def test_what_is_no_whole_answer_is_no_text(form: str, stream: str) -> None:
    (one,), server = answered(lambda asked: BROKEN[form], stream=stream)
    assert one.error and one.text == ""
    assert len(server.asked) == 4
    if form in ("an error in an object", "an error in a stream"):
        assert "out of memory" in one.error
    if form == "a page":
        assert "<html>" in one.error


REPEATING = [["ab", "ab"], ["x", " y"], ["\n"] * 3, ["a"] * 3, [*["simp\n"] * 4, "omega"]]


@pytest.mark.parametrize("pieces", REPEATING)
def test_a_text_that_repeats_itself_stays_as_it_is(pieces: list[str]) -> None:
    (one,), _ = answered(lambda asked: sse(*map(delta, pieces), delta("", "stop")))
    assert one.text == "".join(pieces)


def several(index: str, n: int) -> Any:
    """n choices, numbered as they should be, not at all, or all alike."""
    known: dict[str, list[int | None]] = {"right": list(range(n)), "none": [None] * n, "same": [0] * n}
    numbers = known[index]
    return {
        "choices": [message(f"text {place}", number) for place, number in enumerate(numbers)],
        "usage": USAGE,
    }


@pytest.mark.parametrize("index", ["right", "none", "same"])
@pytest.mark.parametrize("stream", ["true", "false"])
def test_choices_without_an_index_are_choices_of_their_own(index: str, stream: str) -> None:
    generations, server = answered(lambda asked: several(index, asked.body.get("n", 1)), 4, stream=stream)
    assert [(g.index, g.text) for g in generations] == [(i, f"text {i}") for i in range(4)]
    assert len(server.asked) == 1


@pytest.mark.parametrize("number", [None, 0])
@pytest.mark.parametrize("turns", [True, False], ids=["by turns", "one after the other"])
def test_choices_of_a_stream_that_cannot_be_told_apart_are_asked_for_one_by_one(
    number: int | None, turns: bool
) -> None:
    def body(asked: Asked) -> str:
        n = asked.body.get("n", 1)
        texts = [f"text {asked.number} {place} and more" for place in range(n)]
        pieces = [(text[:6], None) for text in texts], [(text[6:], "stop") for text in texts]
        order = [*pieces[0], *pieces[1]] if turns else [p for both in zip(*pieces, strict=True) for p in both]
        return sse(*(delta(text, finish, number) for text, finish in order))

    generations, server = answered(body, 3)
    assert [g.error for g in generations] == [None] * 3
    assert sorted(g.text for g in generations) == [f"text {i} 0 and more" for i in (1, 2, 3)]
    assert [asked.body.get("n") for asked in server.asked] == [3, None, None, None]


def test_more_choices_than_were_asked_for() -> None:
    (one,), _ = answered(lambda asked: several("none", 4))
    assert one.text == "text 0"


@given(
    st.lists(st.sampled_from([1, 2, 3, 7, 50, 1000]), min_size=1), st.sampled_from(["\n\n", "\n", "\r\n\r\n"])
)
def test_a_stream_may_be_cut_anywhere_on_its_way(sizes: list[int], end: str) -> None:
    body = sse(delta(TEXT[:HALF]), delta(TEXT[HALF:], "stop"), end=end).encode()

    async def pieces() -> AsyncIterator[bytes]:
        rest, turn = body, 0
        while rest:
            size = sizes[turn % len(sizes)]
            yield rest[:size]
            rest, turn = rest[size:], turn + 1

    async def read() -> list[Part]:
        return [part async for part in parts_of(pieces())]

    assert [part.value for part in asyncio.run(read())] == [
        delta(TEXT[:HALF]),
        delta(TEXT[HALF:], "stop"),
        None,
    ]


REFUSALS: dict[str, tuple[str, Fault, Callable[[dict[str, Any]], bool]]] = {
    "stream_options": (
        "stream_options",
        Fault("status", 400, message="Extra inputs are not permitted: stream_options"),
        lambda body: "stream_options" not in body,
    ),
    "stream": (
        "stream",
        Fault("status", 400, message="Streaming isn't supported", param="stream"),
        lambda body: body["stream"] is False,
    ),
    "max_tokens": (
        "max_tokens",
        Fault(
            "status",
            400,
            message="Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead.",
        ),
        lambda body: body.get("max_completion_tokens") == 33 and "max_tokens" not in body,
    ),
    "seed": (
        "seed",
        Fault("status", 422, message="seed: Input should be less than or equal to 2147483647"),
        lambda body: 0 <= body["seed"] < 2**31,
    ),
    "stop": (
        "stop",
        Fault("status", 400, message="Invalid 'stop': array too long", param="stop"),
        lambda body: "stop" not in body,
    ),
    "n": ("n", Fault("status", 400, message="only n=1"), lambda body: "n" not in body),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_a_server_cannot_take_is_said_otherwise_where_samples_are_the_same(case: str) -> None:
    _, fault, fine = REFUSALS[case]
    text = "exact trivial"

    def plan(asked: Asked) -> Say | Fault:
        return Say((f"{text}\n```\nand so on",) if case == "stop" else (text,)) if fine(asked.body) else fault

    with serving(plan) as server:
        backend = made(server)
        asking = request(2 if case == "n" else 1, max_tokens=33, stop=("\n```",))
        asking = type(asking)(
            asking.problem,
            tuple(type(s)(s.index, s.seed + 2**40) for s in asking.samples),
            asking.sampling,
            "x",
        )
        generations = asyncio.run(draw(backend, asking))
    assert [g.error for g in generations] == [None] * len(asking.samples)
    assert {g.text for g in generations} == {text}
    assert {g.seed for g in generations} == {s.seed for s in asking.samples}
    assert len(server.asked) == 1 + len(asking.samples)


@pytest.mark.parametrize(
    ("message", "param", "option"),
    [
        ("temperature does not support 0.7 with this model", "temperature", "--temperature"),
        ("Unrecognized request argument supplied: top_k", None, "--top-k: leave it out"),
        ("min_p: extra fields not permitted", None, "--min-p: leave it out"),
        ("Unsupported parameter", "top_p", "--top-p"),
        ("seed is not allowed", None, "-M send_seed=false"),
        ("max_tokens must be at most 16", "max_tokens", "--max-tokens"),
        ("System role not supported", None, "--prompt without a message of the system"),
        (
            "default chat template is no longer allowed, you must provide a chat template",
            None,
            "-M api=completions",
        ),
        ("unknown field `lora`", None, "-M extra_body="),
    ],
)
def test_what_would_change_the_samples_is_named_with_its_option(
    message: str, param: str | None, option: str
) -> None:
    fault = Fault("status", 400, message=message, param=param)
    (one,), _ = drawn(always(fault), prompt=CHAT, extra_body='{"lora": "a"}')
    assert one.error is not None and message in one.error and option in one.error


TOO_LONG = {
    "OpenAI": Fault("status", 400, message="too long", code="context_length_exceeded"),
    "vLLM": Fault(
        "status",
        400,
        message="This model's maximum context length is 4096 tokens. However, you "
        "requested 9000 tokens (8000 in the messages, 1000 in the completion). "
        "Please reduce the length of the messages or completion.",
    ),
    "SGLang": Fault(
        "status",
        400,
        message="The input (9000 tokens) is longer than the model's context length (4096 tokens).",
    ),
    "llama.cpp": Fault(
        "status", 400, message="the request exceeds the available context size, try increasing it"
    ),
    "TGI": Fault(
        "status",
        422,
        message="Input validation error: `inputs` tokens + `max_new_tokens` must be <= "
        "4096. Given: 9000 `inputs` tokens and 10 `max_new_tokens`",
    ),
    "a proxy": Fault("status", 413, message="Payload Too Large"),
}


@pytest.mark.parametrize("server", TOO_LONG)
def test_a_prompt_that_is_too_long_is_known_as_such(server: str) -> None:
    (one,), asked = drawn(always(TOO_LONG[server]), prompt=CHAT)
    assert one.too_long and one.error and "--max-tokens" in one.error
    assert len(asked.asked) == 1
    generations, asked = drawn(always(TOO_LONG[server]), 3)
    assert [g.too_long for g in generations] == [True] * 3
    assert len(asked.asked) == 1
    (one,), _ = drawn(always(Fault("status", 400, message="the message is empty")), prompt=CHAT)
    assert one.error and not one.too_long


def test_first_prompts_that_are_all_too_long_end_the_run_and_talks_do_not() -> None:
    async def asked_thrice(backend: Any, round_: int) -> list[Generation]:
        one = request(1)
        later = type(one)(one.problem, one.samples, one.sampling, one.prompt, round_)
        return [g for _ in range(4) async for g in backend.generate(later)]

    with serving(always(TOO_LONG["OpenAI"])) as server:
        assert all(g.too_long for g in asyncio.run(asked_thrice(made(server), 1)))
        with pytest.raises(BackendError, match="refused every request so far"):
            asyncio.run(asked_thrice(made(server), 0))


@given(st.lists(st.text(max_size=4), max_size=6))
def test_pieces_never_give_a_text_that_was_not_sent(pieces: list[str]) -> None:
    answer = HttpAnswer()
    for piece in pieces:
        answer.add(delta(piece))
    answer.add(delta("", "stop"))
    answer.check()
    (choice,) = answer.finished()
    whole = "".join(pieces)
    assert choice.text == whole or (len(whole) >= 16 and whole in (choice.text * 2, *pieces))


def test_an_unfinished_choice_is_never_finished_by_another() -> None:
    answer = HttpAnswer(2)
    answer.add({"choices": [{"index": 0, "text": "a", "finish_reason": "stop"}, {"index": 1, "text": "b"}]})
    answer.check()
    assert [choice.text for choice in answer.finished()] == ["a"]
    with pytest.raises(WrongAnswer):
        answer.add({"choices": [{"text": "c"}]})
