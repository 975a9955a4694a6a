"""prover-eval run with repair rounds, tags, prices and all errors: a small server as the model, real Lean."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from harness.bench import find_bench
from harness.run.store import AttemptRow, RunStore

pytest.importorskip("openai", reason="the extra prover-eval[openai] isn't installed")

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
BENCH = find_bench("nng")
WRONG = "  have one : 1 = 1 := by exact nowhere\n  have two : 2 = 2 := by exact nothing\n  rfl\n"


def answer(messages: list[dict[str, str]]) -> str:
    """Wrong at first; right once errors were told."""
    name = re.findall(r"theorem (nng_\w+)", messages[0]["content"])[-1]
    statement = BENCH.problem(name).formal_statement.rstrip()
    proof = WRONG if len(messages) == 1 else BENCH.reference_proof(name)
    return f"Here.\n```lean4\n{statement}\n{proof}```\n"


@contextmanager
def serving() -> Iterator[tuple[str, list[list[dict[str, str]]]]]:
    """(address, the messages of each request so far)."""
    asked: list[list[dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(body["messages"])
            message = {"role": "assistant", "content": answer(body["messages"])}
            data = json.dumps(
                {
                    "id": "x",
                    "object": "chat.completion",
                    "created": 1,
                    "model": "m",
                    "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
                    "usage": {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150},
                }
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def words(address: str, *more: object) -> list[object]:
    model = ["--model", "openai", "-M", f"model=m,base_url={address},stream=false", "--prompt", "chat"]
    return ["--bench", "nng", "--split", "all", "--limit", 3, "--n", 2, *model, "--quiet", *more]


def rows(folder: Path) -> list[AttemptRow]:
    with RunStore.open_readonly(folder) as store:
        return list(store.attempts())


def test_a_failed_proof_is_mended(cli: Cli, tmp_path: Path) -> None:
    with serving() as (address, asked):
        done = cli(*words(address, "--rounds", 2, "--output-dir", "out", "--json"), NO_PROXY="127.0.0.1")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    assert (result["n"], result["solved"], result["verdicts"]["proved"]) == (2, 3, 6)
    assert result["pass_at_k"]["1"]["estimate"] == 1.0
    assert [(row.sample, row.round, row.status) for row in rows(tmp_path / "out")] == [
        (0, 0, "rejected"), (0, 1, "proved"), (1, 0, "rejected"), (1, 1, "proved")
    ] * 3  # fmt: skip
    mended = [messages for messages in asked if len(messages) > 1]
    assert len(mended) == 6 and len(asked) == 12
    for messages in mended:
        assert [message["role"] for message in messages] == ["user", "assistant", "user"]
        # Both errors, each with its place in the source.
        assert "nowhere" in messages[1]["content"]
        assert "<error>nowhere</error>" in messages[2]["content"]
        assert "<error>nothing</error>" in messages[2]["content"]
    settings = json.loads((tmp_path / "out" / "run.json").read_text())["settings"]
    assert (settings["rounds"], settings["all_errors"]) == (2, True)
    assert settings["repair"]["sha256"]
    report = cli("report", "out", "--count", "attempts", "--k", "1,2", "--json")
    counted = json.loads(report.stdout)
    assert (counted["n"], counted["pass_at_k"]["1"]["estimate"]) == (6, 0.0)
    assert counted["pass_at_k"]["2"]["estimate"] == 1.0
    for count, more, first in (("attempts", ", k counts the 6 attempts", "0.0"), ("samples", "", "100.0")):
        page = tmp_path / f"{count}.html"
        assert cli("report", "out", "--count", count, "--k", "1", "--html", page).returncode == 0
        text = page.read_text("utf-8")
        assert f"2 samples × up to 2 rounds{more}" in text
        assert re.search(rf"pass@1</dt>\s*<dd>.*?{re.escape(first)}", text, re.DOTALL), count
    samples = json.loads(cli("report", "out", "--json").stdout)
    assert samples["pass_at_k"] == result["pass_at_k"]


def test_other_numbers_of_rounds_are_other_runs(cli: Cli) -> None:
    with serving() as (address, _):
        assert cli(*words(address, "--output-dir", "out"), NO_PROXY="127.0.0.1").returncode == 0
        other = cli(*words(address, "--rounds", 1, "--output-dir", "out"), NO_PROXY="127.0.0.1")
    assert other.returncode == 2
    assert "rounds" in other.stderr


def test_a_model_that_reads_the_problem_itself_has_no_rounds(cli: Cli) -> None:
    done = cli("--bench", "nng", "--model", "tactics", "--rounds", 1)
    assert done.returncode == 2
    assert "--rounds" in done.stderr and "tactics" in done.stderr


def test_tags_prices_and_the_first_error(cli: Cli, tmp_path: Path) -> None:
    with serving() as (address, _):
        more = ["--tag", "data=mixed", "--tag", "size=7b", "--price-in", 2, "--price-out", 10]
        done = cli(*words(address, *more, "--output-dir", "out"), NO_PROXY="127.0.0.1")
        every = cli(*words(address, "--all-errors", "--output-dir", "all"), NO_PROXY="127.0.0.1")
    assert done.returncode == every.returncode == 0, done.stderr
    settings = json.loads((tmp_path / "out" / "run.json").read_text())["settings"]
    assert settings["tags"] == {"data": "mixed", "size": "7b"}
    assert not settings["all_errors"]
    assert [row.cost for row in rows(tmp_path / "out")] == [pytest.approx(100 * 2e-6 + 50 * 10e-6)] * 6
    assert {row.cost for row in rows(tmp_path / "all")} == {None}
    assert "Tags: data=mixed, size=7b" in cli("report", "out").stdout
    assert "Tags" not in cli("report", "all").stdout
    for folder, fits in (("out", (1,)), ("all", (2, 3))):
        with RunStore.open_readonly(tmp_path / folder) as store:
            for row in store.attempts():
                assert sum(message.severity == "error" for message in row.messages()) in fits


@pytest.mark.parametrize("tags", [("data",), ("=x",), ("a=1", "a=2")])
def test_wrong_tags_are_refused(cli: Cli, tags: tuple[str, ...]) -> None:
    done = cli("--bench", "nng", "--model", "tactics", *(word for tag in tags for word in ("--tag", tag)))
    assert done.returncode == 2
    assert "tag" in done.stderr and "Traceback" not in done.stderr
