"""Both wire formats, keys, limits, metrics and clients that hang up, over real HTTP."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from harness.checker.unreplayed import NOT_ASKED, sentence

HEADER = "prelude\nimport Embedded.Base\n\n"
GOOD = HEADER + "theorem a (n : Nat) : n + 0 = n := rfl\n"
SLOW = HEADER + "theorem a : (fun n : Nat => n) 1 = 1 := by\n  repeat (have h : True := trivial)\n  rfl\n"


def post(address: str, path: str, body: Any, **more: Any) -> httpx.Response:
    return httpx.post(address + path, json=body, timeout=120, **more)


def test_health(service: str) -> None:
    assert httpx.get(service + "/health").json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/verify", "/one_pass_verify_batch"])
@pytest.mark.parametrize("field", ["proof", "code"])
def test_verify(service: str, path: str, field: str) -> None:
    codes = [
        {"custom_id": 7, field: GOOD},
        {"custom_id": "7", field: HEADER + "theorem a : 1 = 2 := rfl"},
        {"custom_id": "7", field: "theorem b (n : Nat) : n + 0 = n := sorry"},
    ]
    good, wrong, open_ = post(service, path, {"codes": codes, "timeout": 60}).json()["results"]
    assert good["custom_id"] == 7
    assert set(good) == {"custom_id", "response"}
    assert set(good["response"]) == {"env", "time"}
    assert wrong["custom_id"] == "7"
    error = wrong["response"]["messages"][0]
    assert (error["severity"], error["pos"]["line"]) == ("error", 4)
    (place,) = open_["response"]["sorries"]
    assert place["pos"] == {"line": 1, "column": 8}


def test_api_check(service: str) -> None:
    snippets = [{"id": "x", "code": GOOD}, {"id": "y", "code": "#check Nat"}]
    first, second = post(service, "/api/check", {"snippets": snippets}).json()["results"]
    assert first["id"] == "x"
    assert first["time"] > 0
    assert first["response"] == {"env": 0}
    assert second["response"]["messages"][0]["data"] == "Nat : Type"
    twice = {"snippets": [{"id": "x", "code": ""}, {"id": "x", "code": ""}]}
    assert post(service, "/api/check", twice).status_code == 422


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (HEADER + "axiom f : 1 = 2\ntheorem a : 1 = 2 := f\n", "axiom"),
        (HEADER + "theorem a : 1 = 2 := by native_decide\n", "native_decide"),
        (HEADER + "theorem a : 1 = 2 := sorryAx _ true\n", "sorry"),
        (HEADER + "macro_rules | `(1) => `(2)\ntheorem a : 1 = 2 := rfl\n", "macro_rules"),
        ("-- nothing", "no code"),
    ],
)
def test_what_speaks_against_a_file_is_an_error_or_a_sorry(service: str, code: str, word: str) -> None:
    (row,) = post(service, "/verify", {"codes": [{"custom_id": 1, "proof": code}]}).json()["results"]
    response = row["response"]
    wrong = [m["data"] for m in response.get("messages", []) if m["severity"] == "error"]
    assert wrong or response.get("sorries")
    assert word in str(response)


def test_a_timeout_reads_as_kiminas(service: str) -> None:
    body = {"codes": [{"custom_id": 1, "proof": SLOW}, {"custom_id": 2, "proof": GOOD}], "timeout": 1}
    slow, good = post(service, "/verify", body).json()["results"]
    assert slow["error"] == "Lean REPL command timed out in 1.0 seconds"
    assert "messages" not in good["response"]


def test_lines_of_messages_lead_into_the_candidate(service: str) -> None:
    stated = {"name": "t", "header": HEADER, "formal_statement": "theorem t :\n    1 + 1 = 2 := by"}
    whole = "-- mine\ntheorem t : 1 + 1 = 2 := by\n  exact h\n"
    ways = [
        ({"candidate": "\nexact h"}, 2),
        ({"candidate": whole}, 3),
        ({"text": f"Here:\n```lean\n{whole}```\n"}, 3),
    ]
    items = [{"id": at, **stated, **way} for at, (way, _) in enumerate(ways)]
    rows = post(service, "/v1/check", {"items": items}).json()["results"]
    assert [row["messages"][0]["line"] - row["first_line"] + 1 for row in rows] == [line for _, line in ways]
    (proved,) = post(service, "/v1/check", {"items": [{"id": 1, **stated, "candidate": "rfl"}]}).json()[
        "results"
    ]
    assert proved["status"] == "proved" and proved["first_line"] is None
    (row,) = post(service, "/verify", {"codes": [{"custom_id": 1, "proof": whole}]}).json()["results"]
    assert [m["pos"]["line"] for m in row["response"]["messages"] if m["severity"] == "error"] == [3]


def test_own_format(service: str) -> None:
    stated = {"name": "t", "header": HEADER, "formal_statement": "theorem t : 1 + 1 = 2 := by"}
    items = [
        {"id": 1, "bench": "nng", "problem": "nng_zero_on_both_sides", "candidate": "simp"},
        {"id": 2, **stated, "candidate": "rfl"},
        {"id": 3, **stated, "candidate": "theorem t : 1 + 0 = 1 := rfl"},
    ]
    rows = post(service, "/v1/check", {"items": items}).json()["results"]
    assert [row["id"] for row in rows] == [1, 2, 3]
    assert [row["status"] for row in rows] == ["proved", "proved", "rejected"]
    assert rows[2]["reason"] == "statement"
    assert rows[0]["record"]["policy"] == "strict"
    wrong = [{"id": 1, "bench": "nng", "problem": "none_such", "candidate": "simp"}]
    answer = post(service, "/v1/check", {"items": wrong})
    assert answer.status_code == 422
    assert "none_such" in answer.text
    assert post(service, "/v1/check", {"items": [{"id": 1, "candidate": "simp"}]}).status_code == 422


def test_keys_and_limits(serve: Any) -> None:
    options = ("--max-items", "2", "--max-request", "1")
    with serve(*options, PROVER_EVAL_API_KEYS="first-key,second-key") as address:
        body = {"codes": [{"custom_id": 1, "proof": "-- x"}]}
        assert httpx.get(address + "/health").status_code == 200
        for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic first-key"}):
            assert post(address, "/verify", body, headers=headers).status_code == 401
            assert httpx.get(address + "/metrics", headers=headers).status_code == 401
        key = {"authorization": "Bearer second-key"}
        assert post(address, "/verify", body, headers=key).status_code == 200
        three = {"codes": body["codes"] * 3}
        assert post(address, "/verify", three, headers=key).status_code == 413
        large = {"codes": [{"custom_id": 1, "proof": "x" * 2_000_000}]}
        assert post(address, "/verify", large, headers=key).status_code == 413

        def stream() -> Any:
            yield from (b"x" * 100_000 for _ in range(30))

        answer = httpx.post(address + "/verify", content=stream(), headers=key, timeout=60)
        assert answer.status_code == 413


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"codes": 3}', b'{"codes": [{"custom_id": 1}]}', b"\xff"]
)
def test_nonsense_is_refused(service: str, body: bytes) -> None:
    answer = httpx.post(service + "/verify", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert httpx.get(service + "/health").status_code == 200


def gauge(address: str, name: str) -> float:
    text = httpx.get(address + "/metrics").text
    return float(next(line for line in text.splitlines() if line.startswith(f"{name} ")).split()[1])


def test_the_servers_that_are_kept_are_told(service: str) -> None:
    (row,) = post(service, "/verify", {"codes": [{"custom_id": 1, "proof": GOOD}]}).json()["results"]
    assert "error" not in row
    kept = [
        gauge(service, f'prover_eval_servers{{part="{part}",state="idle"}}') for part in ("engine", "replay")
    ]
    assert min(kept) >= 1
    assert gauge(service, 'prover_eval_servers{part="engine",state="used"}') == 0
    assert gauge(service, 'prover_eval_servers_started{part="engine"}') >= kept[0]


def test_a_client_that_hangs_up_frees_its_work(service: str) -> None:
    before = gauge(service, "prover_eval_hung_up_total")
    codes = [{"custom_id": n, "proof": SLOW.replace("a :", f"a{n} :")} for n in range(20)]
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(service + "/verify", json={"codes": codes, "timeout": 50}, timeout=2)
    deadline = time.monotonic() + 30
    while gauge(service, "prover_eval_running") or gauge(service, "prover_eval_waiting"):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert gauge(service, "prover_eval_hung_up_total") == before + 1
    (row,) = post(service, "/verify", {"codes": [{"custom_id": 1, "proof": GOOD}]}).json()["results"]
    assert "messages" not in row["response"]


def test_a_long_request_does_not_hold_back_a_short_one(service: str) -> None:
    async def both() -> tuple[bool, int]:
        async with httpx.AsyncClient(base_url=service, timeout=120) as client:
            codes = [{"custom_id": n, "proof": GOOD.replace(" a ", f" long{n} ")} for n in range(60)]
            long = asyncio.create_task(client.post("/verify", json={"codes": codes}))
            await asyncio.sleep(0.2)
            short = await client.post("/verify", json={"codes": [{"custom_id": 0, "proof": GOOD}]})
            running = not long.done()
            return running and short.status_code == 200, len((await long).json()["results"])

    first, count = asyncio.run(both())
    assert first
    assert count == 60


def test_a_service_without_replay_says_so_in_every_answer(serve: Any, service: str) -> None:
    stated = {"name": "t", "header": HEADER, "formal_statement": "theorem t : 1 + 1 = 2 := by"}

    def answers(address: str) -> list[dict[str, Any]]:
        items = {"items": [{"id": 1, **stated, "candidate": "rfl"}]}
        return [
            httpx.get(address + "/health").json(),
            post(address, "/verify", {"codes": [{"custom_id": 1, "proof": GOOD}]}).json(),
            post(address, "/api/check", {"snippets": [{"id": "1", "code": GOOD}]}).json(),
            post(address, "/v1/check", items).json(),
        ]

    with serve("--replay", "never") as address:
        found = answers(address)
        assert all(answer["warning"] == sentence(NOT_ASKED) for answer in found)
        assert found[3]["results"][0]["record"]["no_replay"] == NOT_ASKED
        assert httpx.get(address + "/v1/about").json()["no_replay"] == sentence(NOT_ASKED)
    assert all("warning" not in answer for answer in answers(service))
    assert httpx.get(service + "/v1/about").json()["no_replay"] is None


def own(address: str, **item: Any) -> httpx.Response:
    return post(address, "/v1/check", {"items": [{"id": 1, "candidate": "simp", **item}]})


def bench_folder(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "task.yaml").write_text(f"name: {name}\ndata: rows.jsonl\nlean: embedded\n", "utf-8")
    row = {"name": "secret", "formal_statement": "theorem secret : 1 + 1 = 2 := by", "header": HEADER}
    (folder / "rows.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    return folder


@pytest.mark.parametrize(
    "name",
    ["leandojo:{}", "leandojo:/nowhere", "{}", "../../{}", "nng:{}", "nng:../x", "elsewhere", "leandojo", ""],
)
def test_a_client_names_benches_that_the_service_knows_and_no_path(
    service: str, tmp_path: Path, name: str
) -> None:
    folder = bench_folder(tmp_path / "elsewhere", "elsewhere")
    asked = name.format(folder)
    answer = own(service, bench=asked, problem="secret")
    assert answer.status_code == 422
    detail = answer.json()["detail"]
    assert detail.startswith(f"unknown bench {asked!r}.")
    assert "minif2f-core, nng" in detail
    assert "theorem" not in answer.text
    # Whether the path is there doesn't show.
    missing = own(service, bench=name.format(tmp_path / "missing"), problem="secret").json()["detail"]
    assert missing.partition("Known")[2] == detail.partition("Known")[2]


def test_benches_of_the_service_by_their_names(service: str) -> None:
    first = own(service, bench="nng", problem="nng_zero_on_both_sides").json()["results"][0]
    assert first["status"] == "proved"
    for bench in ("minif2f-core", "minif2f_core"):
        answer = own(service, bench=bench, problem="none_such")
        assert answer.json()["detail"].startswith("unknown problem 'none_such'")
    unfetched = own(service, bench="proofnet", problem="x")
    assert (unfetched.status_code, unfetched.json()["detail"]) == (
        422,
        "bench proofnet can't be read by this service",
    )
    assert own(service, bench="x" * 1001, problem="x").status_code == 422


def test_which_benches_clients_may_name_is_said_at_the_start(serve: Any, tmp_path: Path) -> None:
    bench_folder(tmp_path / "more" / "own", "own-bench")
    with serve("--include-path", tmp_path / "more", "--client-bench", "own-bench") as address:
        assert own(address, bench="own_bench", problem="secret").json()["results"][0]["status"] == "proved"
        assert own(address, bench="nng", problem="nng_zero_on_both_sides").status_code == 200
        assert "Known: nng, own-bench" in own(address, bench="minif2f-core", problem="x").text
    with serve("--include-path", tmp_path / "more") as address:
        assert own(address, bench="own-bench", problem="secret").status_code == 200


@pytest.mark.parametrize("text", ["", " \n\t\n", "\n"])
def test_an_empty_file_of_keys_is_an_error(cli: Any, tmp_path: Path, text: str) -> None:
    (tmp_path / "keys").write_text(text, "utf-8")
    done = cli("serve", "--port", "0", "--api-key-file", "keys")
    assert done.returncode == 2
    assert "--api-key-file keys is empty" in done.stderr


@pytest.mark.parametrize("variable", ["PROVER_EVAL_API_KEYS", "PROVER_EVAL_API_KEY_FILE"])
@pytest.mark.parametrize("value", ["", "  ", " , "])
def test_an_empty_variable_for_keys_is_an_error(cli: Any, variable: str, value: str) -> None:
    done = cli("serve", "--port", "0", **{variable: value})
    assert done.returncode == 2
    assert variable in done.stderr or "does not exist" in done.stderr


def test_keys_in_a_file(serve: Any, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("first\n\n second \n", "utf-8")
    with serve("--api-key-file", tmp_path / "keys") as address:
        for key, status in (("first", 200), ("second", 200), ("third", 401), ("first second", 401)):
            found = httpx.get(address + "/metrics", headers={"authorization": f"Bearer {key}"})
            assert found.status_code == status


def test_no_item_spoils_an_answer(service: str) -> None:
    def sent(body: bytes) -> httpx.Response:
        return httpx.post(
            service + "/verify", content=body, headers={"content-type": "application/json"}, timeout=60
        )

    half = rb'{"codes": [{"custom_id": "\ud800", "proof": "#check Nat"}, {"custom_id": 2, "proof": "x"}]}'
    found = sent(half)
    assert found.status_code == 200
    assert [row["custom_id"] for row in json.loads(found.content)["results"]] == ["\ud800", 2]
    for wrong in (
        rb'{"codes": [{"custom_id": ["\ud800"], "proof": "x"}]}',
        b'{"codes": [], "timeout": NaN}',
        b'{"codes": [], "timeout": 1e400}',
        b'{"codes": [{"custom_id": ' + b"9" * 5000 + b', "proof": "x"}]}',
        b'{"codes": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    ):
        answer = sent(wrong)
        assert answer.status_code in (400, 422)
        assert len(answer.content) < 2000


def test_a_wrong_name_for_a_statement_spoils_it_for_nobody(service: str) -> None:
    stated = {"header": HEADER, "formal_statement": "theorem fine : 2 + 3 = 5 := by"}
    wrong = own(service, name="another", **stated).json()["results"][0]
    assert wrong["status"] == "infrastructure"
    right = own(service, name="fine", **stated).json()["results"][0]
    assert right["status"] == "proved", right["detail"]
