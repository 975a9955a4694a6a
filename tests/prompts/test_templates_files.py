"""Templates of a user's own, the choice by model name, examples and extraction."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from harness.backends import Generation, Request, Sample, Sampling
from harness.bench import find_bench
from harness.errors import DataError, UnknownNameError, UsageError
from harness.problem import Problem

pytest.importorskip("jinja2", reason="jinja2 isn't installed")

from harness.prompts.extract import NoCandidate, Why
from harness.prompts.templates import Demo, Prompt, Prompted, auto_prompt, demos_of, load_prompt, prompt_names
from harness.prompts.templates._demos import draw_demos

PROBLEM = Problem("two", "test", "theorem two : 1 + 1 = 2 := by\n", "import A\n")


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.jinja"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "---\nkind: chat\nsystem: Be brief.\nsampling: {temperature: 0.5, stop: [x], top_k: 3}\n---\n"
        "{% if metadata.level %}Level {{ metadata.level }}.{% endif %} Prove {{ name }}:\n{{ statement }}\n",
    )
    prompt = load_prompt(str(path))
    problem = Problem("two", "test", "theorem two : 1 = 1 := by", "", metadata={"level": 2})
    assert prompt.render(problem) == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Level 2. Prove two:\ntheorem two : 1 = 1"},
    ]
    assert prompt.sampling == Sampling(temperature=0.5, stop=("x",), top_k=3)
    assert (prompt.id, prompt.extraction, len(prompt.sha256)) == ("mine", "last_block", 64)
    changed = written(tmp_path, path.read_text("utf-8") + "!")
    assert load_prompt(changed).sha256 != prompt.sha256


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("Prove it.", 1, "begins with a line `---`"),
        ("---\nkind: chat\nProve it.\n", 4, "no closing line"),
        ("---\nkind: chat\nmodels: [\n---\nx", 3, "aren't YAML"),
        ("---\n- chat\n---\nx", 2, "`name: value`"),
        ("---\nsource: x\n---\nx", 2, "must be chat or completion"),
        ("---\nsource: x\nkind: talk\n---\nx", 3, "must be chat or completion"),
        ("---\nkind: chat\ntemperature: 1\n---\nx", 3, "is unknown"),
        ("---\nkind: chat\nshots: true\n---\nx", 3, "no int"),
        ("---\nkind: chat\nshots: -1\n---\nx", 3, "from 0 to 100"),
        ("---\nkind: chat\nmodels: [1]\n---\nx", 3, "list of texts"),
        ("---\nkind: chat\nsampling: {temp: 1}\n---\nx", 3, "'temp', which is unknown"),
        ("---\nkind: chat\nsampling: {max_tokens: 1.5}\n---\nx", 3, "no int that fits"),
        ("---\nkind: chat\nsampling: {stop: x}\n---\nx", 3, "no list that fits"),
        ("---\nkind: chat\n---\nline 4\n{% if %}\n", 5, "can't be read"),
        ("---\nkind: chat\n---\n\n\n{{ formal_statment }}\n", 6, "formal_statment, which is unknown"),
        ("---\nkind: chat\n---\n{{ metadata.level }}\n\n{{ metadata.levle }}\n", 4, "metadata"),
    ],
)
def test_a_broken_template_is_named_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = written(tmp_path, text)
    if "metadata" in message:
        with pytest.raises(DataError) as caught:
            load_prompt(path).render(PROBLEM)
    else:
        with pytest.raises(DataError, match=message) as caught:
            load_prompt(path)
    assert (caught.value.file, caught.value.line) == (path, line)


@pytest.mark.parametrize(
    "body",
    [
        "{{ name.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{% for i in range(10 ** 9) %}{% endfor %}",
        "{% include 'secret.txt' %}",
        "{{ metadata.update(a=1) }}",
        "{{ 1 // 0 }}",
    ],
)
def test_a_template_reaches_nothing(tmp_path: Path, body: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    prompt = load_prompt(written(tmp_path, f"---\nkind: completion\n---\nfirst\n{body}\n"))
    with pytest.raises(DataError, match="fails for problem two") as caught:
        prompt.render(PROBLEM)
    assert caught.value.line == 5
    fine = load_prompt(written(tmp_path, "---\nkind: completion\n---\nfirst\n{{ name.upper() }}\n"))
    assert fine.render(PROBLEM) == "first\nTWO"


def test_unknown_names_and_missing_files(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"goedel2_cott.*Did you mean goedel2_cot"):
        load_prompt("goedel2_cott")
    with pytest.raises(UnknownNameError, match="auto"):
        load_prompt(tmp_path / "nothing.jinja")
    assert load_prompt("dpsk2-cot").id == "dpsk2_cot"


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("deepseek-ai/DeepSeek-Prover-V1.5-Base", "dpsk15_fewshot"),
        ("deepseek-ai/DeepSeek-Prover-V1.5-RL", "dpsk15_cot"),
        ("deepseek-ai/DeepSeek-Prover-V1.5-SFT", "dpsk15_cot"),
        ("deepseek-ai/DeepSeek-Prover-V2-7B", "dpsk2_cot"),
        ("deepseek-prover-v2-671b", "dpsk2_cot"),
        ("kfdong/STP_model_Lean_0320", "dpsk15_noncot"),
        ("Goedel-LM/Goedel-Prover-SFT", "dpsk15_cot"),
        ("Goedel-LM/Goedel-Prover-V2-32B", "goedel2_cot"),
        ("AI-MO/Kimina-Prover-Preview-Distill-7B", "kimina_cot"),
        ("/models/Kimina-Prover-72B/", "kimina_cot"),
        ("AI-MO/Kimina-Prover-72B", "kimina_cot"),
        ("AI-MO/Kimina-Prover-RL-1.7B", "kimina_cot"),
        ("AI-MO/Kimina-Prover-Distill-8B", "kimina_cot"),
        ("deepseek-ai/DeepSeek-Prover-V1", "dpsk15_noncot"),
        ("deepseek-ai/DeepSeek-Prover-V2-671B", "dpsk2_cot"),
        ("Goedel-LM/Goedel-Prover-DPO", "dpsk15_cot"),
        ("Goedel-LM/Goedel-Prover-V2-8B", "goedel2_cot"),
        ("stoney0062/Leanabell-Prover-GD-RL", "dpsk15_cot"),
        ("stoney0062/Leanabell-Prover-DS-SFT", "dpsk15_cot"),
        ("stoney0062/Leanabell-Prover-V2-KM", "kimina_cot"),
        ("stoney0062/Leanabell-Prover-V2-DS", "dpsk2_cot"),
        ("deepseek-prover-v2-7b-q4_k_m.gguf", "dpsk2_cot"),
        ("/ckpts/Goedel-Prover-V2-8B/checkpoint-500/", "goedel2_cot"),
        ("/ckpts/Kimina-Prover-RL-1.7B/global_step_40/actor/huggingface", "kimina_cot"),
        ("/hub/models--Goedel-LM--Goedel-Prover-V2-8B/snapshots/" + "0a" * 20, "goedel2_cot"),
        ("/data/STP/my-own-model", "chat"),
        ("Goedel-LM/Goedel-Formalizer-V2-8B", "chat"),
        ("checkpoint-500", "chat"),
        ("SmolLM2-135M-Instruct", "chat"),
        ("", "chat"),
    ],
)
def test_auto_knows_the_published_names(model: str, expected: str) -> None:
    assert auto_prompt(model).id == expected


@pytest.mark.parametrize(
    "model",
    ["ByteDance-Seed/BFS-Prover-V2-7B", "internlm/internlm2_5-step-prover", "StepFun-Prover-Preview-7B"],
)
def test_auto_refuses_models_that_write_no_whole_proofs(model: str) -> None:
    with pytest.raises(UsageError, match=r"one tactic at a time.*--prompt chat"):
        auto_prompt(model)


def test_auto_for_a_model_that_nobody_knows() -> None:
    assert auto_prompt("mine", "completion").id == "plain"
    assert auto_prompt("mine", "chat", generic="combibench").id == "combibench"
    assert auto_prompt("mine", "completion", generic="combibench").id == "plain"
    assert auto_prompt("Goedel-Prover-V2-8B", generic="combibench").id == "goedel2_cot"


def test_no_pattern_belongs_to_two_prompts() -> None:
    patterns = Counter(p.lower() for name in prompt_names() for p in load_prompt(name).models)
    assert [pattern for pattern, count in patterns.items() if count > 1] == []
    assert len(patterns) > 5


def test_examples_come_from_valid_with_their_reference_proofs() -> None:
    bench = find_bench("nng")
    pool = demos_of(bench)
    assert len(pool) > 3
    assert {demo.problem.split for demo in pool} == {"valid"}
    assert all(demo.proof == bench.reference_proof(demo.problem.name) for demo in pool)


def test_the_problem_itself_is_never_an_example() -> None:
    pool = demos_of(find_bench("nng"))
    for demo in pool:
        twin = Problem("other", "test", demo.problem.formal_statement.replace(demo.problem.name, "other"), "")
        for problem in (demo.problem, twin):
            for seed in range(20):
                shown = draw_demos(pool, problem, 5, seed)
                assert len({d.problem.name for d in shown}) == 5
                assert demo not in shown
            with pytest.raises(UsageError, match=f"there are {len(pool) - 1}"):
                draw_demos(pool, problem, len(pool), 0)
    assert pool[0] in draw_demos(pool, PROBLEM, len(pool), 0)


def test_no_example_mentions_the_problem() -> None:
    """Over the whole bench: the prompt names the problem once and states it once, as its last words."""
    bench = find_bench("nng")
    pool, prompt = demos_of(bench), load_prompt("dpsk15_fewshot")
    for problem in bench.select("all"):
        for seed in range(3):
            text = prompt.render(problem, demos=pool, seed=seed)
            assert isinstance(text, str)
            assert len(re.findall(rf"(?<![\w.']){re.escape(problem.name)}(?![\w.'])", text)) == 1
            assert text.count("Complete the following Lean 4 code:") == 4
            claim = problem.formal_statement.partition(problem.name)[2].strip()
            assert text.count(claim) == 1


def test_an_example_that_uses_the_problem_is_left_out() -> None:
    def demo(name: str, proof: str, claim: str = "1 = 1") -> Demo:
        return Demo(Problem(name, "valid", f"theorem {name} : {claim} := by\n", ""), proof)

    user, beside = demo("a", "  exact two.symm ▸ two"), demo("b", "  exact two' -- two")
    assert draw_demos([user, beside], PROBLEM, 1, 0) == [demo("b", "  exact two' -- two")]
    quoted = demo("c", "  simp only [two]")
    restated = demo("d", "  omega", "1 + 1  =  2 /- again -/")
    with pytest.raises(UsageError, match="there are 1 for two"):
        draw_demos([quoted, restated, beside], PROBLEM, 2, 0)


def test_the_draw_is_the_same_again_and_differs_by_problem_and_seed() -> None:
    pool = demos_of(find_bench("nng"))

    def names(problem: Problem, seed: int) -> list[str]:
        return [demo.problem.name for demo in draw_demos(pool, problem, 3, seed)]

    assert names(PROBLEM, 1) == names(PROBLEM, 1)
    assert len({tuple(names(PROBLEM, seed)) for seed in range(20)}) > 5
    others = [Problem(f"p{i}", "test", f"theorem p{i} : {i} = {i} := by\n", "") for i in range(20)]
    assert len({tuple(names(problem, 0)) for problem in others}) > 5


def answer(text: str, proof: str | None = None) -> Generation:
    return Generation(0, 1, text, proof=proof)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  nlinarith [h]\n```\nSo it is.\n```lean4\nfoo\n```", "  nlinarith [h]"),
        ("  zzz_unknown_tactic\n", "  zzz_unknown_tactic"),
        (
            "Here it is:\n```lean4\ntheorem two : 1 + 1 = 2 := by rfl\n```\n",
            "theorem two : 1 + 1 = 2 := by rfl",
        ),
        ("\n```\n", Why.EMPTY_BLOCK),
        ("", Why.EMPTY),
    ],
)
def test_an_open_fence_is_read_up_to_its_end(text: str, expected: str | Why) -> None:
    found = load_prompt("dpsk15_cot").candidate(PROBLEM, answer(text))
    assert (found.why if isinstance(found, NoCandidate) else found) == expected


def test_a_chat_is_read_for_its_last_block() -> None:
    prompt = load_prompt("dpsk2_cot")
    text = "Plan.\n```lean4\nrfl\n```\nBetter:\n```lean4\nsimp\n```\n"
    assert prompt.candidate(PROBLEM, answer(text)) == "simp"
    assert prompt.candidate(PROBLEM, answer("I can't do it.")) == NoCandidate(Why.ONLY_PROSE)
    assert prompt.candidate(PROBLEM, answer("", proof="omega")) == "omega"


class Echo:
    """Answers with the prompt as it got it."""

    description: Mapping[str, Any] = {"name": "echo"}

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        for sample in request.samples:
            yield Generation(
                sample.index, sample.seed, json.dumps([type(request.prompt).__name__, request.prompt])
            )

    async def close(self) -> None:
        """Nothing is held."""


def through(prompt: Prompt, demos: tuple[Demo, ...] = ()) -> tuple[str, Any]:
    """(the prompt as it is stored, the prompt as the backend gets it)."""
    prompted = Prompted(Echo(), prompt, demos)
    text = prompted.text(PROBLEM)

    async def ask() -> str:
        request = Request(PROBLEM, (Sample(0, 1),), prompt=text)
        return (await anext(aiter(prompted.generate(request)))).text

    return text, json.loads(asyncio.run(ask()))


def test_a_chat_is_stored_as_text_and_sent_as_messages() -> None:
    prompt = load_prompt("kimina_cot")
    text, (kind, got) = through(prompt)
    assert (kind, got) == ("list", prompt.render(PROBLEM))
    assert json.loads(text) == got
    text, (kind, got) = through(load_prompt("plain"))
    assert (kind, got) == ("str", text)


def test_the_record_names_template_and_examples() -> None:
    pool = demos_of(find_bench("nng"))
    prompt = load_prompt("dpsk15_fewshot")
    record = Prompted(Echo(), prompt, pool).record()
    assert (record["id"], record["sha256"], record["kind"]) == ("dpsk15_fewshot", prompt.sha256, "completion")
    assert record["demos_sha256"] != Prompted(Echo(), prompt, pool[1:]).record()["demos_sha256"]
    assert "demos_sha256" not in Prompted(Echo(), load_prompt("chat"), pool).record()
