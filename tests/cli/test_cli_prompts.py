"""prover-eval prompts: what is listed, and that what is shown is what a model is sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openai_runs import right, run
from openai_server import serving

from harness.prompts.templates import load_prompt, prompt_names

Cli = Callable[..., Any]
PROBLEM = ("--bench", "nng", "--problem", "nng_zero_on_both_sides")


def test_every_prompt_is_listed_with_its_models(cli: Cli) -> None:
    rows = {row["name"]: row for row in map(json.loads, cli("prompts", "list", "--json").stdout.splitlines())}
    assert sorted(rows) == prompt_names()
    assert "Kimina-Prover*" in rows["kimina_cot"]["models"]
    told = cli("prompts", "list").stdout
    assert all(name in told for name in rows) and "Kimina-Prover*" in told


@pytest.mark.parametrize("name", ["chat", "kimina_cot", "dpsk2_cot", "goedel2_cot"])
def test_the_messages_are_those_that_a_server_gets(cli: Cli, tmp_path: Path, name: str) -> None:
    pytest.importorskip("openai", reason="the extra prover-eval[openai] isn't installed")
    with serving(right) as server:
        run(server, tmp_path, "--problem", PROBLEM[-1], "--prompt", name)
    sent = [asked.body["messages"] for asked in server.asked]
    shown = cli("prompts", "show", name, *PROBLEM, "--json")
    assert [json.loads(shown.stdout)] == sent, shown.stderr
    text = cli("prompts", "show", name, *PROBLEM).stdout
    assert text == "".join(f"--- {message['role']} ---\n{message['content']}\n" for message in sent[0])


def test_a_completion_is_the_text_and_nothing_else(cli: Cli) -> None:
    done = cli("prompts", "show", "plain", *PROBLEM)
    assert done.stdout == json.loads(cli("prompts", "show", "plain", *PROBLEM, "--json").stdout)
    assert "theorem nng_zero_on_both_sides" in done.stdout


def test_examples_are_drawn_as_a_run_draws_them(cli: Cli) -> None:
    one, again, other = (
        cli("prompts", "show", "dpsk15_fewshot", *PROBLEM, "--seed", seed).stdout for seed in (1, 1, 2)
    )
    assert one == again != other
    assert one.count("theorem ") == load_prompt("dpsk15_fewshot").shots + 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("kimina", *PROBLEM), "Did you mean kimina_cot"),
        (("auto", *PROBLEM), "give --model NAME"),
        (("chat", "--bench", "nng", "--problem", "nng_cantr"), "Did you mean nng_cantor"),
        (("auto", *PROBLEM, "--model", "bfs-prover-v1"), "one tactic at a time"),
    ],
)
def test_what_is_wrong_is_told(cli: Cli, words: tuple[str, ...], told: str) -> None:
    done = cli("prompts", "show", *words)
    assert done.returncode == 2 and told in done.stderr and done.stdout == ""


def test_auto_is_the_prompt_of_the_model(cli: Cli) -> None:
    auto = cli("prompts", "show", "auto", *PROBLEM, "--model", "AI-MO/Kimina-Prover-72B").stdout
    assert auto and auto == cli("prompts", "show", "kimina-cot", *PROBLEM).stdout
