"""prover-eval run with a model behind HTTP, from end to end on real Lean."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openai_server import Asked, Fault, Plan, Say, Server, serving

from harness.bench import find_bench
from harness.lean.toolchain import Toolchain

pytest.importorskip("openai", reason="the extra prover-eval[openai] isn't installed")

BENCH = find_bench("nng")
KEY = "sk-very-secret-0123456789"
FAULTS = (
    Fault("status", 429, {"Retry-After": "0"}),
    Fault("status", 500),
    Fault("drop"),
    Fault("cut"),
    Fault("json"),
    Fault("slow"),
)


def text_asked(asked: Asked) -> str:
    """The prompt of a request, whichever interface it came through."""
    messages = asked.body.get("messages")
    return str(asked.body["prompt"] if messages is None else messages[-1]["content"])


def name_asked(asked: Asked) -> str:
    """The problem that a request is about: the last theorem in its prompt."""
    return str(re.findall(r"theorem (nng_\w+)", text_asked(asked))[-1])


def right(asked: Asked) -> Say:
    """The reference proof, as a model would write it."""
    name = name_asked(asked)
    proof = (BENCH.reference_proof(name) or "").rstrip()
    if "messages" not in asked.body:
        return Say((f"{proof}\n```\nThat is all.\n",))
    statement = BENCH.problem(name).formal_statement.rstrip()
    return Say(
        (f"First a plan.\n```lean4\n{statement}\n{proof}\n```\n",), reasoning=("reasoning", "sorry, hm")
    )


def run(server: Server, folder: Path, *words: object, **extra: str) -> subprocess.CompletedProcess[str]:
    address = f"model=mine,base_url={server.url},backoff=0.01,max_backoff=0.05,timeout=2"
    command = ["--bench", "nng", "--model", "openai", "-M", address, "--output-dir", "out", "--json", *words]
    return subprocess.run(
        [sys.executable, "-m", "harness", *map(str, command)],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=300,
        env={**os.environ, "NO_PROXY": "127.0.0.1", **extra},
        check=False,
    )


def result(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def rows(folder: Path, columns: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(folder / "out" / "attempts.sqlite") as database:
        return database.execute(f"SELECT {columns} FROM attempts ORDER BY problem, idx").fetchall()


def settings(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "out" / "run.json").read_text("utf-8"))["settings"])


@pytest.mark.usefixtures("toolchain")
def test_a_run_through_a_server(tmp_path: Path) -> None:
    with serving(right) as server:
        done = run(server, tmp_path, "--limit", 4, "--temperature", 0.7, "--top-k", 40, OPENAI_API_KEY=KEY)
    found = result(done)
    assert (found["problems"], found["solved"]) == (4, 4)
    assert "prompt: chat" in done.stderr
    assert len(server.asked) == 4
    assert all(asked.path == "/v1/chat/completions" for asked in server.asked)
    assert all(asked.headers["authorization"] == f"Bearer {KEY}" for asked in server.asked)
    assert {(asked.body["temperature"], asked.body["top_k"]) for asked in server.asked} == {(0.7, 40)}
    assert rows(tmp_path, "prompt_tokens, completion_tokens, finish_reason") == [(11, 7, "stop")] * 4
    assert sorted(row[0] for row in rows(tmp_path, "seed")) == sorted(a.body["seed"] for a in server.asked)
    recorded = settings(tmp_path)
    assert recorded["sampling"] == {"temperature": 0.7, "top_k": 40}
    assert recorded["prompt"]["id"] == "chat"
    assert len(recorded["prompt"]["sha256"]) == 64
    assert recorded["model_args"] == {"model": "mine"}
    everything = [path.read_bytes() for path in (tmp_path / "out").iterdir()]
    assert not any(KEY.encode() in data for data in everything)
    assert KEY not in done.stdout + done.stderr


@pytest.mark.usefixtures("toolchain")
def test_wrong_proofs_through_a_server_are_rejected(tmp_path: Path) -> None:
    with serving(lambda asked: Say(("```lean4\nsorry\n```",))) as server:
        found = result(run(server, tmp_path, "--limit", 2))
    assert (found["solved"], found["verdicts"]["rejected"]) == (0, 2)


@pytest.mark.usefixtures("toolchain")
def test_few_shot_through_completions_shows_other_problems(tmp_path: Path) -> None:
    with serving(right) as server:
        done = run(server, tmp_path, "--split", "all", "--limit", 6, "--prompt", "dpsk15_fewshot")
    assert result(done)["solved"] == 6
    assert len(server.asked) == 6
    for asked in server.asked:
        assert asked.path == "/v1/completions"
        assert asked.body["max_tokens"] == 2048
        text = text_asked(asked)
        assert text.count("Complete the following Lean 4 code:") == 4
        assert text.count(f"theorem {name_asked(asked)} ") == 1
    recorded = settings(tmp_path)
    assert recorded["sampling"] == {"temperature": 1.0, "top_p": 0.95, "max_tokens": 2048}
    assert len(recorded["prompt"]["demos_sha256"]) == 64


def every_fifth(plan: Plan) -> Plan:
    """`plan`, but each fifth request fails, in all ways by turns."""
    return lambda asked: FAULTS[asked.number // 5 % len(FAULTS)] if asked.number % 5 == 2 else plan(asked)


@pytest.mark.usefixtures("toolchain")
def test_failing_requests_cost_no_attempt_and_no_proof(tmp_path: Path) -> None:
    with serving(every_fifth(right)) as server:
        done = run(server, tmp_path, "--limit", 8, "--n", 5, "--max-connections", 4)
    found = result(done)
    assert found["verdicts"] == {
        "proved": 40,
        "rejected": 0,
        "timeout": 0,
        "resource": 0,
        "infrastructure": 0,
    }
    assert [row[0] for row in rows(tmp_path, "idx")] == [*range(5)] * 8
    assert len(server.asked) > 45
    assert len({row[0] for row in rows(tmp_path, "seed")}) == 40


@pytest.mark.usefixtures("toolchain")
def test_a_sample_that_always_fails_is_no_wrong_proof_and_is_made_up_for_later(tmp_path: Path) -> None:
    sick = BENCH.select(limit=3)[1].name

    def plan(asked: Asked) -> Say | Fault:
        return Fault("status", 500) if name_asked(asked) == sick else right(asked)

    with serving(plan) as server:
        done = run(server, tmp_path, "--limit", 3, "--n", 2, "-M", "retries=1")
        assert done.returncode == 3, done.stderr
        verdicts = json.loads(done.stdout.strip().splitlines()[-1])["verdicts"]
        assert (verdicts["proved"], verdicts["rejected"], verdicts["infrastructure"]) == (4, 0, 2)
        assert len(rows(tmp_path, "idx")) == 6
    with serving(right) as other:
        found = result(run(other, tmp_path, "--limit", 3, "--n", 2))
    assert found["verdicts"]["proved"] == 6
    assert {name_asked(asked) for asked in other.asked} == {sick}


@pytest.mark.usefixtures("toolchain")
def test_no_server_at_all_ends_the_run_at_once(tmp_path: Path) -> None:
    with serving(right) as server:
        pass
    done = run(server, tmp_path, "--limit", 4, "-M", "retries=1")
    assert done.returncode == 3
    assert "can't be reached" in done.stdout + done.stderr
    assert rows(tmp_path, "idx") == []
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("toolchain")
def test_greedy_with_several_attempts_is_warned_of(tmp_path: Path) -> None:
    with serving(right) as server:
        done = run(server, tmp_path, "--limit", 1, "--n", 2, "--temperature", 0)
        assert "warning: at temperature 0" in done.stderr
        assert result(done)["solved"] == 1
        (tmp_path / "other").mkdir()
        done = run(server, tmp_path / "other", "--limit", 1, "--n", 1, "--temperature", 0)
        assert "warning" not in done.stderr
        assert result(done)["solved"] == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--prompt", "goedel3"], "goedel2_cot"),
        (["--prompt", "broken.jinja"], "broken.jinja:5"),
        (["--prompt", "dpsk2_cot", "-M", "api=completions"], "give a completion prompt"),
        (["-M", "api_key=sk-1"], "OPENAI_API_KEY"),
    ],
)
@pytest.mark.usefixtures("toolchain")
def test_faults_of_the_prompt_show_before_the_first_request(
    tmp_path: Path, words: list[str], expected: str, toolchain: Toolchain
) -> None:
    (tmp_path / "broken.jinja").write_text("---\nkind: chat\n---\n{{ name }}\n{{ nmae }}\n")
    with serving(right) as server:
        done = run(server, tmp_path, "--limit", 1, *words)
    assert done.returncode == 2
    assert expected in done.stderr
    assert server.asked == []


@pytest.mark.usefixtures("toolchain")
def test_a_model_that_reads_the_problem_needs_no_prompt(tmp_path: Path) -> None:
    words = [
        "--bench",
        "nng",
        "--model",
        "tactics",
        "--limit",
        "1",
        "--output-dir",
        "out",
        "--prompt",
        "chat",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "harness", *words],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "--prompt chat is not used" in done.stderr
    assert "prompt" not in settings(tmp_path)
