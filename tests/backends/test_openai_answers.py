"""Parts of the backend `openai`: reading answers, sharing tokens, waiting."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.backends._http_answer import Choice, HttpAnswer, WrongAnswer, share_tokens
from harness.http_retry import RETRY_AFTER_LIMIT_S, Backoff, is_passing, is_refusal, retry_after_s

NAMES = st.sampled_from(
    ["choices", "index", "delta", "message", "text", "content", "reasoning", "finish_reason", "usage"]
)
LEAVES = st.none() | st.booleans() | st.integers(-1, 3) | st.floats() | st.sampled_from(["", "stop", "x"])
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner))


@given(st.lists(VALUES, max_size=4), st.booleans())
def test_any_json_is_taken_or_refused(parts: list[Any], whole: bool) -> None:
    answer = HttpAnswer()
    for part in parts:
        with contextlib.suppress(WrongAnswer):
            answer.add(part, whole=whole)
    for choice in answer.finished():
        assert isinstance(choice.text, str)
        assert choice.finish_reason


@pytest.mark.parametrize(
    "part",
    [
        "text",
        [],
        {},
        {"choices": []},
        {"choices": [{}]},
        {"choices": [{"index": 0, "finish_reason": "stop"}]},
        {"choices": [{"message": {}, "finish_reason": "stop"}]},
        {"choices": [{"message": {"content": 3}}]},
        {"choices": [{"text": "x", "finish_reason": 3}]},
        {"choices": [{"text": "x", "index": "0"}]},
        {"error": {"message": "no"}},
    ],
)
def test_what_is_no_answer_never_becomes_an_empty_text(part: object) -> None:
    answer = HttpAnswer()
    with pytest.raises(WrongAnswer):
        answer.add(part, whole=True)
    assert answer.finished() == []
    answer = HttpAnswer()
    answer.add({"choices": [{"message": {"content": None}, "finish_reason": "length"}]}, whole=True)
    assert [(choice.text, choice.finish_reason) for choice in answer.finished()] == [("", "length")]


def test_a_choice_counts_only_when_it_is_whole() -> None:
    answer = HttpAnswer()
    answer.add({"choices": [{"index": 1, "text": "b"}, {"index": 0, "text": "a"}]})
    assert answer.finished() == []
    answer.add({"choices": [{"index": 1, "text": "B", "finish_reason": "stop"}]})
    assert [choice.text for choice in answer.finished()] == ["bB"]
    answer.add({"choices": [{"index": 0, "text": "A", "finish_reason": "abort"}]})
    assert [choice.text for choice in answer.finished()] == ["bB"]


@given(st.integers(0, 10**9), st.lists(st.text(max_size=20), min_size=1, max_size=20))
def test_shared_tokens_add_up(total: int, texts: list[str]) -> None:
    parts = share_tokens(total, [Choice([text]) for text in texts])
    assert sum(part for part in parts if part is not None) == total
    assert all(part is not None and part >= 0 for part in parts)
    assert share_tokens(None, [Choice([text]) for text in texts]) == [None] * len(texts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 37.0),
        ("Sun, 06 Nov 1994 08:49:37 -0000", 37.0),
        ("Sun, 06 Nov 1994 08:00:00 GMT", 0.0),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(text: str, expected: float | None) -> None:
    now = datetime(1994, 11, 6, 8, 49, 0, tzinfo=UTC)
    assert retry_after_s({"retry-after": text}, now) == expected
    assert retry_after_s({}, now) is None


@given(st.integers(1, 10_000), st.floats(0.001, 10), st.floats(0.001, 100))
def test_waits_grow_and_are_bounded(failures: int, first: float, limit: float) -> None:
    wait = Backoff(first, limit).wait_s(failures)
    assert 0.5 * min(limit, first) <= wait <= limit
    assert Backoff(first, limit).wait_s(failures, 1e9) == max(RETRY_AFTER_LIMIT_S, wait)
    assert Backoff(first, limit).wait_s(failures, 200.0) == 200.0


def test_waits_have_jitter() -> None:
    assert len({Backoff(1, 60).wait_s(4) for _ in range(50)}) > 40
    assert 4 <= Backoff(1, 60).wait_s(4) <= 8


def test_which_statuses_pass() -> None:
    assert [status for status in (400, 401, 404, 408, 422, 429, 500, 503, 529) if is_passing(status)] == [
        408,
        429,
        500,
        503,
        529,
    ]
    assert [status for status in (400, 401, 403, 404, 429, 500) if is_refusal(status)] == [401, 403, 404]
