"""prover-eval run with a model behind HTTP, from end to end on real Lean."""

from __future__ import annotations

import dataclasses
import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from openai_runs import BENCH, name_asked, result, right, rows, run, settings, started, text_asked
from openai_server import Asked, Fault, Plan, Say, serving

from harness.lean.toolchain import Toolchain

pytest.importorskip("openai", reason="the extra prover-eval[openai] isn't installed")

KEY = "sk-very-secret-0123456789"
FAULTS = (
    Fault("status", 429, {"Retry-After": "0"}),
    Fault("status", 429),
    Fault("status", 500),
    Fault("status", 502),
    Fault("status", 503),
    Fault("drop"),
    Fault("cut"),
    Fault("json"),
    Fault("shape"),
    Fault("slow"),
    Fault("ended"),
    Fault("aborted"),
    Fault("event"),
)


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
    """`plan`, but each fifth request fails, in all ways by turns; some of the others come slowly."""

    def broken(asked: Asked) -> Say | Fault:
        if asked.number % 5 == 2:
            return FAULTS[asked.number // 5 % len(FAULTS)]
        reply = plan(asked)
        if asked.number % 7 == 3 and isinstance(reply, Say):
            return dataclasses.replace(reply, pause_s=0.05)
        return reply

    return broken


def half_wrong(asked: Asked) -> Say:
    """Right proofs for the samples with an even seed, and wrong ones for the others."""
    return right(asked) if asked.body["seed"] % 2 == 0 else Say(("  exact wrong\n```\n",))


@pytest.mark.usefixtures("toolchain")
@pytest.mark.parametrize("words", [["stream=true"], ["stream=false"], ["samples_per_request=3"]])
def test_failing_requests_cost_no_attempt_and_no_proof(tmp_path: Path, words: list[str]) -> None:
    """A fifth of the requests fails; each attempt is there with the verdict that its proof deserves."""
    plan = half_wrong if "samples_per_request=3" not in words else right_many
    with serving(every_fifth(plan)) as server:
        ask = ["--limit", 10, "--n", 7, "--max-connections", 8, "--prompt", "dpsk15_noncot"]
        done = run(server, tmp_path, *ask, "-M", *words, timeout=1)
    found = result(done)
    kept = rows(tmp_path, "idx, seed, status, reason, text")
    assert [row[0] for row in kept] == [*range(7)] * 10
    assert len({row[1] for row in kept}) == 70
    for _, seed, status, reason, _ in kept:
        expected = ("proved", None) if plan is right_many or seed % 2 == 0 else ("rejected", "lean_error")
        assert (status, reason) == expected
    assert sum(found["verdicts"].values()) == 70
    assert found["verdicts"]["infrastructure"] == found["verdicts"]["timeout"] == 0
    failed = [asked.number for asked in server.asked if asked.number % 5 == 2]
    assert len(failed) >= len(server.asked) // 5 > 5
    if plan is half_wrong:
        assert len(server.asked) == 70 + len(failed)
        assert len(failed) > len(FAULTS), "each way of failing was met"


def right_many(asked: Asked) -> Say:
    """The reference proof as often as the request wants it."""
    return Say(right(asked).texts * asked.body.get("n", 1))


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
def test_a_model_by_one_name_its_arguments_from_a_file_and_greedy(tmp_path: Path) -> None:
    """`--model openai/NAME` is `--model openai -M model=NAME`: the second command finds the first's run."""
    with serving(right) as server:
        (tmp_path / "args.yaml").write_text(f"base-url: {server.url}\nbackoff: 0.01\nmodel: not this one\n")
        ask = ["--bench", "nng", "--limit", "1", "--n", "2", "--greedy", "--output-dir", "out", "--json"]
        ask += ["--model-args-file", "args.yaml"]
        done = started(tmp_path, "--model", "openai/mine", *ask)
        assert "warning: at temperature 0 the 2 attempts" in done.stderr
        assert result(done)["solved"] == 1
        again = started(tmp_path, "--model", "openai", "-M", "pretrained=mine", *ask)
        assert result(again)["solved"] == 1
    assert [asked.body["temperature"] for asked in server.asked] == [0.0, 0.0]
    assert {asked.body["model"] for asked in server.asked} == {"mine"}
    recorded = settings(tmp_path)
    assert recorded["sampling"] == {"temperature": 0.0}
    assert (recorded["model"], recorded["model_args"]) == ("openai/mine", {"model": "mine"})


@pytest.mark.usefixtures("toolchain")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--model", "openai/mine", "-M", "model=other"], "give it once"),
        (["--model", "mine/model"], "vllm/mine/model"),
        (["--model", "openai/mine", "--model-args-file", "none.yaml"], "another --model-args-file"),
        (["--model", "openai/mine", "--greedy", "--temperature", "0.5"], "leave out --temperature"),
    ],
)
def test_wrong_ways_to_name_a_model_end_at_once(tmp_path: Path, words: list[str], expected: str) -> None:
    done = started(tmp_path, "--bench", "nng", "--limit", "1", *words)
    assert done.returncode == 2
    assert expected in done.stderr
    assert not (tmp_path / "runs").exists()


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


@pytest.mark.usefixtures("toolchain")
def test_a_rejected_answer_gets_its_errors_back(tmp_path: Path) -> None:
    """One problem's first answer is a wrong proof, the other's is prose; both are mended when asked again."""
    wrong, prose = (problem.name for problem in BENCH.select(limit=2))

    def plan(asked: Asked) -> Say:
        if len(asked.body["messages"]) > 1:
            name = re.findall(r"theorem (nng_\w+)", asked.body["messages"][0]["content"])[-1]
            statement = BENCH.problem(name).formal_statement.rstrip()
            return Say((f"```lean4\n{statement}\n{BENCH.reference_proof(name)}\n```",))
        if name_asked(asked) == prose:
            return Say(("It is obvious.",))
        return Say(("<think>hm</think>Try:\n```lean4\n  exact nothing_of_that_name\n```",))

    with serving(plan) as server:
        done = run(server, tmp_path, "--limit", 2, "--rounds", 1, "--prompt", "goedel2_cot")
    assert result(done)["verdicts"]["proved"] == 2, done.stderr
    told = {name_asked_first(asked): asked.body["messages"] for asked in server.asked[2:]}
    assert told.keys() == {wrong, prose}
    assert [message["role"] for message in told[wrong]] == ["user", "assistant", "user"]
    assert "hm" not in told[wrong][1]["content"]
    assert "  <error>exact nothing_of_that_name</error>" in told[wrong][2]["content"] or (
        "<error>nothing_of_that_name</error>" in told[wrong][2]["content"]
    )
    assert "The answer holds no Lean code" in told[prose][2]["content"]
    details = {row[0] for row in rows(tmp_path, "detail") if row[0]}
    assert "only_prose: the text has no code block and isn't Lean" in details


@pytest.mark.usefixtures("toolchain")
def test_a_talk_that_outgrows_the_models_window_ends_its_sample_and_the_run_is_complete(
    tmp_path: Path,
) -> None:
    (narrow, _) = (problem.name for problem in BENCH.select(limit=2))

    def plan(asked: Asked) -> Say | Fault:
        if name_asked_first(asked) != narrow:
            return right(asked)
        if len(asked.body["messages"]) > 1:
            return Fault("status", 400, message="too many tokens", code="context_length_exceeded")
        return Say(("```lean4\n  exact nothing_of_that_name\n```",), finish="length")

    with serving(plan) as server:
        done = run(server, tmp_path, "--limit", 2, "--rounds", 2, "--prompt", "goedel2_cot")
        found = result(done)
        asked = len(server.asked)
        assert (found["complete"], found["solved"], found["problems"]) == (True, 1, 2)
        assert found["verdicts"]["infrastructure"] == 0
        assert found["answers"] == {"texts": 2, "cut_at_token_limit": 1, "talk_too_long": 1}
        assert asked == 3
        assert result(run(server, tmp_path, "--limit", 2, "--rounds", 2, "--prompt", "goedel2_cot")) == found
        assert len(server.asked) == asked
    report = started(tmp_path, "report", "out").stdout
    assert "Cut at the token limit: 1 of 2 answers (50.0 %)." in report
    assert "the talk outgrew the model's window: 1 sample." in report
    assert "commonest errors of Lean" in report and "nothing_of_that_name" in report


def name_asked_first(asked: Asked) -> str:
    """The problem of a chat, by its first message."""
    return str(re.findall(r"theorem (nng_\w+)", asked.body["messages"][0]["content"])[-1])


@pytest.mark.usefixtures("toolchain")
def test_an_interrupted_run_leaves_no_request_behind(tmp_path: Path) -> None:
    with serving(lambda asked: Fault("slow")) as server:
        words = ["--bench", "nng", "--model", "openai/mine", "-M", f"base_url={server.url}", "--limit", "3"]
        with subprocess.Popen(
            [sys.executable, "-m", "harness", *words],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            assert server.slow.wait(60)
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 130
        assert server.closed.wait(10)
    assert len(server.asked) <= 3
