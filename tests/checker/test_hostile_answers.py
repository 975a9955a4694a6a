"""What comes back from processes that candidates ran in: whatever it is, it is read as data."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from harness.checker.audit import ModuleFacts, facts_from_json
from harness.checker.engines.repl.protocol import read_reply
from harness.checker.messages import read_messages
from harness.checker.replay._client import _facts, _outcome
from harness.errors import DataError, OleanError
from harness.lean.olean import module_of_pickle
from harness.sandbox import Limits

GOOD = {
    "severity": "error",
    "pos": {"line": 3, "column": 4},
    "endPos": {"line": 3, "column": 9},
    "data": "unknown identifier 'x'",
    "kind": "k",
}
DIGITS = "9" * 5000


def _at(line: str) -> str:
    return '{"severity": "error", "data": "x", "pos": {"line": ' + line + ', "column": 0}}'


LINES = {
    "a line's number of 5,000 digits": _at(DIGITS),
    "a line's number of 4,300 digits": _at(DIGITS[:4300]),
    "a negative line": json.dumps({**GOOD, "pos": {"line": -1, "column": 0}}),
    "no number": '{"severity": "error", "data": "x", "pos": {"line": NaN, "column": Infinity}}',
    "a truth value": json.dumps({**GOOD, "pos": {"line": True, "column": 0}}),
    "a text": json.dumps({**GOOD, "endPos": "end"}),
    "a list": json.dumps([GOOD]),
    "a severity that is a list": json.dumps({**GOOD, "severity": ["error"]}),
    "a kind that is an object": json.dumps({**GOOD, "kind": {"a": [1]}}),
    "a kind that is deep": _at("1")[:-1] + ', "kind": ' + "[" * 900 + "]" * 900 + "}",
    "deep lists": "[" * 200_000,
    "deep objects": '{"a":' * 100_000,
    "half a text": '{"severity": "err',
    "bytes that aren't UTF-8": b"\xff\xfe{}".decode("latin-1"),
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_that_is_no_message_is_noise(name: str) -> None:
    line = LINES[name].encode("latin-1")
    messages, noise = read_messages(line + b"\n" + json.dumps(GOOD).encode())
    assert (len(messages), noise) == (1, 1)


def test_half_a_surrogate_pair_can_be_written_afterwards() -> None:
    """JSON has them and no encoding does: such a message would end whoever prints or stores it."""
    whole = "\U0001d54f"
    line = json.dumps({**GOOD, "data": f"\ud800 {whole}", "kind": "\udfff"})
    (message,), noise = read_messages(line.encode())
    assert (message.text, message.kind, noise) == (f"? {whole}", "?", 0)
    json.dumps(asdict(message), ensure_ascii=False).encode()


REPLIES = {
    "environment of 5,000 digits": b'{"env": %s}' % DIGITS.encode(),
    "environment that is no number": b'{"env": NaN}',
    "messages that are no list": b'{"env": 1, "messages": {"a": 1}}',
    "messages that are no objects": b'{"env": 1, "messages": [1, "x", null]}',
    "severity that is a list": b'{"env": 1, "messages": [{"severity": [], "data": "x"}]}',
    "data that is a number": b'{"env": 1, "messages": [{"severity": "error", "data": 1}]}',
    "deep": b'{"env": 1, "messages": ' + b"[" * 100_000,
    "deep and whole": b'{"env": 1, "messages": [' + b"[" * 900 + b"]" * 900 + b"]}",
    "nothing": b"",
    "no UTF-8": b"\xff",
}


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_that_is_none(name: str) -> None:
    assert read_reply(REPLIES[name]) is None


def test_a_reply_that_is_one() -> None:
    listed = [{**GOOD, "severity": "info"}]
    reply = read_reply(json.dumps({"env": 7, "messages": listed}).encode())
    assert reply is not None
    assert (reply.environment, len(reply.messages)) == (7, 1)


FACTS = {
    "a number of 5,000 digits": b"[null, %s, []]" % DIGITS.encode(),
    "a name's number of 4,300 digits": b'[["t", %s], 1, []]' % DIGITS[:4300].encode(),
    "a negative number in a name": b'[["t", -1], 1, []]',
    "infinity": b"[null, Infinity, []]",
    "no number": b"[null, NaN, []]",
    "half a surrogate pair in a name": b'[["\\ud800"], 1, []]',
    "half a surrogate pair in a text": b'[null, 1, [["refused", "policy", "\\udc00"]]]',
    "a text that is a list": b'[null, 1, [["good", [1]]]]',
    "a step without a tag": b"[null, 1, [[]]]",
    "steps that are a number": b"[null, 1, 1]",
    "deep": b"[" * 100_000,
    "no UTF-8": b"\xff",
}


@pytest.mark.parametrize("name", FACTS)
def test_facts_that_are_none(name: str) -> None:
    assert _facts(FACTS[name] + b"\n") is None


def test_facts_that_are_some() -> None:
    line = json.dumps([["t", 3], 1, [["good", "x"], ["refused", "policy", "\U0001d54f"]]]).encode()
    assert isinstance(_facts(line + b"\n"), ModuleFacts)
    with pytest.raises(DataError):
        facts_from_json([None, float("inf"), []])


OUTCOMES = {
    "infinity": b'{"ok": true, "constants": Infinity}',
    "no number": b'{"ok": true, "constants": NaN}',
    "5,000 digits": b'{"ok": true, "constants": %s}' % DIGITS.encode(),
    "a list": b"[]",
    "deep": b"[" * 100_000,
    "nothing": b"",
    "a number": b"1",
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_an_answer_of_a_replay_that_is_none(name: str) -> None:
    """The child ended as one that is done: what it did instead of answering is its own doing."""
    found = _outcome({"code": 0, "cpu_s": 0.1, "stopped": None}, b"facts\n" + OUTCOMES[name], Limits())
    assert (found.ok, found.failure, found.crashed) == (False, None, True)


def test_an_answer_of_a_replay() -> None:
    reply = {"code": 0, "cpu_s": 0.1, "stopped": None}
    assert _outcome(reply, b'\n{"ok": true, "constants": 3}', Limits()).ok
    refused = _outcome(reply, b'\n{"ok": false, "detail": "\\ud800"}', Limits())
    assert (refused.ok, refused.detail, refused.crashed) == (False, "?", False)


@pytest.mark.parametrize("data", [b"", b"olean", b"olean\x02\x01" + b"\xff" * 500, bytes(10_000)])
def test_a_pickle_that_is_none(data: bytes) -> None:
    with pytest.raises(OleanError):
        module_of_pickle(data)
