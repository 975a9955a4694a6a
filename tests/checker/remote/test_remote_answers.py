"""A server's answers word for word: what isn't as the format has it is a Failure, never another exception."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.checker.codec import from_json, record_of, to_json
from harness.checker.remote._answers import rows_by_id, seen_in
from harness.checker.remote._transport import RemoteFailure
from harness.checker.unreplayed import sentence, why_unreplayed
from harness.checker.verdict import Message, Status, Verdict

MESSAGE = Message("error", "wrong", 3, 4, 3, 9, "kind")
GOOD = Verdict(
    Status.PROVED, axioms=("propext",), messages=(MESSAGE,), cpu_s=0.5, wall_s=1, record=record_of({"a": 1})
)
ROW = {"id": "0", **json.loads(json.dumps(to_json(GOOD)))}
KIMINA = {"custom_id": "0", "response": {"time": 0.5, "messages": []}}


def test_what_is_as_it_should_be() -> None:
    (found,) = rows_by_id({"results": [ROW]}, "id", 1, from_json)
    assert found == GOOD
    (seen,) = rows_by_id({"results": [KIMINA]}, "custom_id", 1, seen_in)
    assert not isinstance(seen, RemoteFailure)
    assert seen.time_s == 0.5
    (numbered,) = rows_by_id({"results": [{**KIMINA, "custom_id": 0}]}, "custom_id", 1, seen_in)
    assert not isinstance(numbered, RemoteFailure)


@pytest.mark.parametrize(
    "name", ["9" * 5000, "1", "-1", "00", "\u0660", "\ud800", "", None, True, 0.0, [], {}, 10**400]
)
def test_ids_that_nobody_asked_for(name: Any) -> None:
    with pytest.raises(RemoteFailure):
        rows_by_id({"results": [{**ROW, "id": name}]}, "id", 1, from_json)


@pytest.mark.parametrize(
    "wrong",
    [
        {"cpu_s": float("nan")},
        {"cpu_s": float("inf")},
        {"wall_s": -1},
        {"wall_s": "1"},
        {"cpu_s": 10**400},
        {"cpu_s": True},
        {"detail": "\ud800"},
        {"detail": 3},
        {"axioms": ["\udfff"]},
        {"checks": [1]},
        {"status": "Proved"},
        {"reason": "axiom"},
        {"record": None},
        {"messages": [{**ROW["messages"][0], "end_line": "x"}]},
        {"messages": [{**ROW["messages"][0], "more": 1}]},
        {"messages": [{**ROW["messages"][0], "text": "\ud800"}]},
        {"messages": "none"},
    ],
)
def test_verdicts_that_none_of_ours_would_give(wrong: dict[str, Any]) -> None:
    (found,) = rows_by_id({"results": [{**ROW, **wrong}]}, "id", 1, from_json)
    assert isinstance(found, RemoteFailure)


@pytest.mark.parametrize(
    "response",
    [
        {"time": float("nan")},
        {"time": -1},
        {"messages": [{"severity": "error", "data": "\ud800", "pos": {"line": 1, "column": 0}}]},
        {"messages": [{"severity": "error", "data": "x", "pos": {"line": 1.5, "column": 0}}]},
        {"sorries": 3},
    ],
)
def test_messages_that_cannot_be(response: dict[str, Any]) -> None:
    (found,) = rows_by_id({"results": [{"custom_id": "0", "response": response}]}, "custom_id", 1, seen_in)
    assert isinstance(found, RemoteFailure)


def test_a_servers_reason_is_one_short_line() -> None:
    why = why_unreplayed(record_of({"replay": "none", "no_replay": "not\nasked\x1b[2J for" + "!" * 1000}))
    assert why is not None
    assert sentence(why).isprintable()
    assert len(why) <= 200
    assert why_unreplayed(record_of({"replay": "none", "no_replay": ["x"]})) == "the record doesn't say why"
    assert why_unreplayed(record_of({"replay": "kernel", "no_replay": "x"})) is None
