"""What a client may do to a service: keys first, bounded bodies, connections, waits and answers."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from harness.serve._gate import values_in

KEY = "a-long-key"
AUTH = {"authorization": f"Bearer {KEY}"}
HEADER = "prelude\nimport Embedded.Base\n\n"
GOOD = HEADER + "theorem a (n : Nat) : n + 0 = n := rfl\n"
LONG = HEADER + "theorem a : (fun n : Nat => n) 1 = 1 := by\n  repeat (have h : True := trivial)\n  rfl\n"


def opened(address: str) -> socket.socket:
    host, port = address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=30)


def read_all(connection: socket.socket) -> bytes:
    blocks = []
    try:
        while block := connection.recv(1 << 16):
            blocks.append(block)
    except ConnectionError:
        pass
    return b"".join(blocks)


@pytest.fixture(scope="module")
def limited() -> Any:
    """A service with small limits, for tests that run into them."""
    from _service import serving

    options = ("--max-checkers", "2", "--receive-timeout", "1", "--max-request", "1", "--max-items", "100")
    more = ("--max-client-requests", "3", "--max-connections", "12")
    with serving(*options, *more, PROVER_EVAL_API_KEYS=f"{KEY},other-key") as address:
        yield address


def test_a_key_comes_before_the_body(limited: str) -> None:
    with opened(limited) as connection:
        connection.sendall(b"POST /verify HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n{")
        answer = connection.recv(1 << 16)
    assert b" 401 " in answer.split(b"\r\n")[0] and b"www-authenticate: Bearer" in answer


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"POST /verify HT",
        b"POST /verify HTTP/1.1\r\nhost: x\r\n",
        f"POST /verify HTTP/1.1\r\nauthorization: Bearer {KEY}\r\nhost: x\r\n".encode()
        + b"content-length: 50\r\n\r\n{",
        b"GET /health HTTP/1.1\r\nhost: x\r\n\r\nGET /hea",
    ],
    ids=["nothing", "a line", "a header", "a body", "a second request"],
)
def test_a_request_that_does_not_come_is_closed(limited: str, sent: bytes) -> None:
    started = time.monotonic()
    with opened(limited) as connection:
        connection.sendall(sent)
        answer = read_all(connection)
    assert time.monotonic() - started < 25
    assert b" 408 " in answer if sent.endswith(b"{") else b" 408 " not in answer


def test_too_many_values_and_errors_are_bounded(limited: str) -> None:
    lists = b'{"codes":[' + b"[]," * 300_000 + b"[]]}"
    few = b'{"codes":[' + b"[]," * 500 + b"[]]}"
    for body, status in ((lists, 413), (few, 422), (b'{"codes":' + b"[" * 900 + b"]" * 900 + b"}", 422)):
        answer = httpx.post(f"{limited}/verify", content=body, headers=AUTH, timeout=30)
        assert answer.status_code == status
        assert len(answer.content) < 2000, "what was sent isn't echoed"


def test_brackets_inside_of_texts_are_no_values() -> None:
    assert values_in(b"7") == 1
    assert values_in(b'{"a":[1,2]}') >= 4
    text = json.dumps({"codes": [{"custom_id": 1, "proof": '{[,"\\' * 1000}]}).encode()
    assert values_in(text) < 10
    assert values_in(b'"[[[[' + b"[" * 100) >= 100, "a string without an end hides nothing"


def test_a_client_has_so_many_requests_and_another_one_is_served(limited: str) -> None:
    body = {"codes": [{"custom_id": 1, "proof": LONG}], "timeout": 5}

    def ask(_: int) -> httpx.Response:
        return httpx.post(f"{limited}/verify", json=body, headers=AUTH, timeout=90)

    with ThreadPoolExecutor(6) as threads:
        asked = [threads.submit(ask, number) for number in range(6)]
        time.sleep(1.5)
        small = {"codes": [{"custom_id": 2, "proof": GOOD}]}
        other = {"authorization": "Bearer other-key"}
        answer = httpx.post(f"{limited}/verify", json=small, headers=other, timeout=60)
        answers = [each.result() for each in asked]
    assert "response" in answer.json()["results"][0]
    statuses = sorted(each.status_code for each in answers)
    assert statuses == [200, 200, 200, 429, 429, 429]
    assert all("retry-after" in each.headers for each in answers if each.status_code == 429)
    figures = httpx.get(f"{limited}/metrics", headers=AUTH).text
    assert 'prover_eval_refused_total{status="429"} 3.0' in figures


def test_more_connections_than_allowed_get_an_answer_and_are_closed(limited: str) -> None:
    with ExitStack() as held:
        for _ in range(12):
            held.enter_context(opened(limited))
        with opened(limited) as more:
            assert b" 503 " in read_all(more).split(b"\r\n")[0]
    time.sleep(0.2)
    assert httpx.get(f"{limited}/health").status_code == 200


def test_answers_are_not_held_back(service: str) -> None:
    """Without TCP_NODELAY each answer in two parts on a kept connection takes 40 ms."""
    with httpx.Client(base_url=service) as client:
        client.get("/health")
        times = []
        for _ in range(30):
            started = time.monotonic()
            assert client.get("/health").status_code == 200
            times.append(time.monotonic() - started)
    assert min(times) < 0.03


def test_half_sent_requests_do_not_hold_up_the_end() -> None:
    command = [sys.executable, "-m", "harness", "serve", "--port", "0", "--receive-timeout", "600"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        line = next(line for line in process.stderr if line.startswith("serving"))
        address = line.split(" on ")[1].split(",")[0]
        with opened(address) as header, opened(address) as body:
            header.sendall(b"POST /verify HTTP/1.1\r\n")
            body.sendall(b"POST /verify HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\n{")
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) in (0, -signal.SIGTERM)
    finally:
        process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


@pytest.mark.parametrize(("options", "code"), [((), 2), (("--no-key", "--port", "99999"), 2)])
def test_an_address_for_others_wants_a_key(cli: Any, options: tuple[str, ...], code: int) -> None:
    done = cli("serve", "--host", "0.0.0.0", *options)
    assert done.returncode == code
    assert ("no key is asked for" in done.stderr) == (options == ())


def resolved(schema: dict[str, Any], part: Any) -> Any:
    if isinstance(part, dict):
        if "$ref" in part:
            name = part["$ref"].rpartition("/")[2]
            return resolved(schema, schema["components"]["schemas"][name])
        return {key: resolved(schema, value) for key, value in part.items()}
    return [resolved(schema, each) for each in part] if isinstance(part, list) else part


def test_every_answer_is_typed(service: str) -> None:
    """What the service answers is what its description says, with nothing beside."""
    from pydantic import BaseModel

    from harness.serve import _answers

    stated = {"name": "t", "header": HEADER, "formal_statement": "theorem t : 1 + 1 = 2 := by"}
    codes = [{"custom_id": 1, "proof": GOOD}, {"custom_id": 2, "code": "theorem a : 1 = 2 := rfl"}]
    snippets = [{"id": "a", "code": "theorem a : 1 = 1 := sorry"}]
    items = [{"id": 1, **stated, "candidate": "rfl"}, {"id": 2, **stated, "candidate": "simp at h"}]
    bodies: list[tuple[str, Any, type[BaseModel]]] = [
        ("/verify", {"codes": codes}, _answers.VerifyAnswer),
        ("/api/check", {"snippets": snippets}, _answers.CheckAnswer),
        ("/v1/check", {"items": items}, _answers.OwnAnswer),
        ("/v1/header", {"header": "import None"}, _answers.HeaderAnswer),
        ("/v1/header", {"header": HEADER}, _answers.HeaderAnswer),
    ]
    described = httpx.get(f"{service}/openapi.json").json()
    for path, body, model in bodies:
        answer = httpx.post(service + path, json=body, timeout=60)
        assert answer.status_code == 200, answer.text
        model.model_validate_json(answer.content)
        responses = described["paths"][path]["post"]["responses"]
        shown = resolved(described, responses["200"]["content"]["application/json"]["schema"])
        assert shown["title"] == model.__name__
        assert {"401", "413", "422", "429", "503"} <= set(responses)
    _answers.About.model_validate_json(httpx.get(f"{service}/v1/about").content)
    _answers.Health.model_validate_json(httpx.get(f"{service}/health").content)
    refused = httpx.post(f"{service}/verify", json={"codes": [{}]})
    assert refused.status_code == 422
    _answers.Refused.model_validate_json(refused.content)
