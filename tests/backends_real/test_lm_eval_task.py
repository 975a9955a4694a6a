"""Our tasks for lm-evaluation-harness: its own program asks the model, our checker gives the verdicts."""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.bench import find_bench
from harness.errors import InfrastructureError, UsageError
from harness.integrations.lm_eval import judge, pass_at_k, task_folder
from harness.lean.toolchain import Toolchain

server = pytest.importorskip("openai_server")

BENCH = find_bench("nng")
NAMES = ("nng_zero_on_both_sides", "nng_add_reorder_four")


def row(name: str, template: str = "plain") -> dict[str, Any]:
    return {"name": name, "bench": "nng", "template": template, "folder": ""}


def proof(name: str) -> str:
    return (BENCH.reference_proof(name) or "").rstrip()


def test_texts_are_judged_by_real_lean(toolchain: Toolchain) -> None:
    first, second = NAMES
    texts = [
        [proof(first), "  exact no_such_lemma", proof(second)],
        ["  sorry", "\n```\n", proof(second) + "\n```\nThat is it."],
    ]
    found = judge(texts, [row(first), row(second)])
    assert [[one.partition(":")[0] for one in of_problem] for of_problem in found] == [
        ["proved", "rejected lean_error", "rejected lean_error"],
        ["rejected incomplete", "rejected no_code", "proved"],
    ]


def test_a_chat_answer_is_taken_from_its_last_block(toolchain: Toolchain) -> None:
    name = NAMES[0]
    statement = BENCH.problem(name).formal_statement
    answer = f"A plan.\n```lean4\n{statement}{proof(name)}\n```\nDone."
    ((good, bad),) = judge([[answer, answer.replace(" = n", " = n + 0")]], [row(name, "chat")])
    assert good == "proved"
    assert bad.startswith("rejected statement: ")


def test_what_cannot_be_checked_is_no_wrong_proof(toolchain: Toolchain, tmp_path: Path) -> None:
    """A bench whose own header doesn't compile."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "task.yaml").write_text("name: mine\ndata: problems.jsonl\nlean: embedded\n")
    problem = {
        "name": "one",
        "split": "test",
        "informal_prefix": "",
        "formal_statement": "theorem one : True := by\n",
        "goal": "",
        "header": "prelude\nimport Embedded.NoSuchModule\n\n",
    }
    (tmp_path / "mine" / "problems.jsonl").write_text(json.dumps(problem) + "\n")
    with pytest.raises(InfrastructureError, match="one could not be checked"):
        judge([["  trivial"]], [{**row("one"), "bench": "mine", "folder": str(tmp_path)}])


def test_the_options_of_a_run_count_here_too(toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROVER_EVAL_POLICY", "no such policy")
    with pytest.raises(UsageError, match="policy"):
        judge([["  rfl"]], [row(NAMES[0])])


@pytest.mark.parametrize(
    ("proved", "samples", "wanted"),
    [
        (0, 8, {"pass@1": 0.0, "pass@8": 0.0}),
        (2, 8, {"pass@1": 0.25, "pass@8": 1.0}),
        (1, 2, {"pass@1": 0.5}),
    ],
)
def test_pass_at_k_is_unbiased_and_never_beyond_the_samples(
    proved: int, samples: int, wanted: dict[str, float]
) -> None:
    judged = ["proved"] * proved + ["rejected lean_error: proved by nobody"] * (samples - proved)
    assert pass_at_k(references=[""], predictions=[judged], k=[1, 8, 64]) == pytest.approx(wanted)


def test_samples_that_are_all_the_same_are_told(
    toolchain: Toolchain, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        judge([["  rfl", "  rfl "]], [row(NAMES[0])])
    assert "one seed" not in caplog.text
    with caplog.at_level(logging.WARNING):
        judge([["  rfl", "  rfl"]], [row(NAMES[0])])
    assert "one seed" in caplog.text


def test_the_module_prints_the_folder() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "harness.integrations.lm_eval"], capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()) == task_folder()
    assert {path.name for path in task_folder().glob("*.yaml")} >= {"prover_nng.yaml", "prover_nng_chat.yaml"}


def lm_eval(folder: Path, url: str, *words: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """(results, logged samples) of a run of lm_eval's own program against the server at `url`."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "lm_eval", "--model", "local-completions", "--model_args"),
            f"model=m,base_url={url}/completions,tokenizer_backend=None,tokenized_requests=False",
            *("--tasks", "prover_nng", "--include_path", str(task_folder()), "--limit", "2"),
            *("--output_path", str(folder), "--log_samples", *words),
        ],
        capture_output=True,
        text=True,
        timeout=1500,
        check=False,
        env={**os.environ, "NO_PROXY": "127.0.0.1", "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"},
    )
    if done.returncode:
        raise AssertionError(done.stderr[-3000:])
    results = json.loads(next(folder.rglob("results_*.json")).read_text())
    lines = next(folder.rglob("samples_*.jsonl")).read_text().splitlines()
    return results["results"]["prover_nng"], [json.loads(line) for line in lines]


@pytest.mark.skipif(
    importlib.util.find_spec("lm_eval") is None, reason="lm-evaluation-harness isn't installed"
)
def test_lm_eval_scores_with_our_checker(toolchain: Toolchain, tmp_path: Path) -> None:
    """The first problem is proved in two of eight samples, the second never."""
    told = [0, 0]

    def plan(asked: Any) -> Any:
        number = next(i for i, name in enumerate(NAMES) if name in asked.body["prompt"])
        told[number] += 1
        right = number == 0 and told[0] in (3, 6)
        text = proof(NAMES[0]) if right else f"  exact lemma_{told[number]}"
        return server.Say((text,))

    with server.serving(plan) as running:
        results, samples = lm_eval(tmp_path, running.url, "--confirm_run_unsafe_code")
    assert told == [8, 8]
    assert results["pass@1,checked"] == pytest.approx(0.125)
    assert results["pass@8,checked"] == pytest.approx(0.5)
    assert "pass@64,checked" not in results
    (logged,) = samples[0]["filtered_resps"]
    assert logged.count("proved") == 2
    assert all(one == "proved" or one.startswith("rejected lean_error: ") for one in logged)
    assert running.asked[0].body["max_tokens"] == 2048
    assert "\n\n" not in running.asked[0].body["stop"]


def test_lm_eval_asks_for_consent() -> None:
    lm = pytest.importorskip("lm_eval", reason="lm-evaluation-harness isn't installed")
    tasks = pytest.importorskip("lm_eval.tasks")
    with server.serving(lambda asked: server.Say(("  rfl",))) as running:
        with pytest.raises(ValueError, match="unsafe"):
            lm.simple_evaluate(
                model="local-completions",
                model_args={
                    "model": "m",
                    "base_url": f"{running.url}/completions",
                    "tokenizer_backend": None,
                    "tokenized_requests": False,
                },
                tasks=["prover_nng"],
                task_manager=tasks.TaskManager(include_path=str(task_folder()), include_defaults=False),
                limit=1,
            )
        assert running.asked == []
