"""A loop's pairs as data sets: what is in them, what is kept out, and how it is read again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from loop_pairs import generated_pairs, pair_of, with_pairs

from harness.bench import find_bench
from harness.checker import CheckerSpec
from harness.cli.pipeline.export import command
from harness.errors import UsageError
from harness.pipeline.export import KnownBenches
from harness.pipeline.export.preferences import preferences
from harness.pipeline.kernel_types import kernel_types
from harness.pipeline.loop import (
    LoopFolder,
    LoopStatement,
    Origin,
    StageResult,
    VerifiedPair,
    bench_of,
    open_tools,
    sample_stage,
)
from harness.pipeline.stages.export import ExportSettings, export
from harness.problem import Problem
from harness.run.evaluate import RunSpec

SPEC = CheckerSpec()
NNG = find_bench("nng")


def exported(folder: Path, **settings: Any) -> StageResult:
    made = ExportSettings(**{"inputs": ("start",), "benches": ("nng",), **settings})

    async def run() -> StageResult:
        with LoopFolder(folder, say=lambda line: None) as loop:
            async with open_tools(SPEC, [], say=lambda line: None) as tools:
                return await export(loop, tools, made)

    return asyncio.run(run())


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_proofs_and_refutations_are_written_with_a_card(tmp_path: Path) -> None:
    pairs = generated_pairs(6)
    pairs += [pair_of(Problem("n", "train", "theorem n : ¬ (1 = 2) := by\n", ""), "omega", "n", "negation")]
    folder = with_pairs(tmp_path / "loop", [*pairs, pairs[0]])
    result = exported(folder, licence="apache-2.0")
    assert result.metrics["rows"] == {"proofs.jsonl": 6, "refutations.jsonl": 1, "prompts.jsonl": 7}
    row = rows(folder / "export/proofs.jsonl")[0]
    assert [message["role"] for message in row["prompt"] + row["completion"]] == ["user", "assistant"]
    assert pairs[0].proof.strip().split("\n")[0] in row["completion"][0]["content"]
    card = (folder / "export/README.md").read_text()
    front = yaml.safe_load(card.split("---")[1])
    assert front["license"] == "apache-2.0"
    assert {each["data_files"] for each in front["configs"]} == set(result.metrics["rows"])
    assert result.key in card
    assert exported(folder, licence="apache-2.0").cost == result.cost


@pytest.fixture(scope="module")
def kernels() -> Iterator[KnownBenches]:
    """nng as the export knows it."""

    async def run() -> KnownBenches:
        async with open_tools(SPEC, [], say=lambda line: None) as tools:
            found = KnownBenches()
            found.add_texts("nng", NNG.problems)
            await found.add_kernels("nng", NNG.problems, tools.opened.local.engine)
            return found

    yield asyncio.run(run())


def kernel_of(problem: Problem) -> str:
    async def run() -> str:
        async with open_tools(SPEC, [], say=lambda line: None) as tools:
            return (await kernel_types(tools.opened.local.engine, [problem]))[0]

    return asyncio.run(run())


HEADER = "prelude\nimport Embedded.Arith\n\n"


def test_a_statement_of_a_bench_is_known_by_its_kernel_type_under_other_names(kernels: KnownBenches) -> None:
    assert kernels.compared["nng"]["by_kernel_type"] == len(NNG.problems)
    mine = Problem("mine", "train", "theorem mine (q : Nat) (k : q * q = q) : q = 0 ∨ q = 1 := by\n", HEADER)
    other = replace(
        mine, name="other", formal_statement="theorem other (q : Nat) (k : q * q = q) : q = 0 ∨ q = 2 := by\n"
    )
    found = kernels.find(kernel_of(mine), "mine", mine.formal_statement, "")
    assert found is not None
    assert (found.why, found.problem) == ("kernel type", "nng_own_square")
    assert kernels.find(kernel_of(other), "other", other.formal_statement, "") is None


def test_a_statement_of_a_bench_is_known_by_its_text_under_another_name(kernels: KnownBenches) -> None:
    first = NNG.problems[0]
    renamed = first.formal_statement.replace(first.name, "mine")
    found = kernels.find("0" * 32, "mine", renamed, "")
    assert found is not None
    assert (found.why, found.problem) == ("statement text", first.name)


LONG = "Show that the sum of the first n odd natural numbers is always the square of n for every n."


@pytest.mark.parametrize(
    ("informal", "known"),
    [
        (LONG, True),
        ("A puzzle. " + LONG.upper() + " Give a proof.", True),
        (
            "Show that the sum of the first n even natural numbers is n times its successor for every n.",
            False,
        ),
        ("Show that n.", False),
        ("", False),
    ],
)
def test_thirteen_words_in_a_row_are_too_many(informal: str, known: bool) -> None:
    benches = KnownBenches()
    benches.add_texts("b", [Problem("p", "test", "theorem p : 1 = 1 := by\n", "", f"/-- {LONG} -/\n")])
    found = benches.find("0" * 32, "mine", "theorem mine : 2 = 2 := by\n", informal)
    assert (found is not None and found.why == "13-gram") == known


def test_no_problem_of_a_bench_is_exported(tmp_path: Path) -> None:
    first, second = NNG.problems[:2]
    pairs = [*generated_pairs(3), pair_of(first, "sorry", "1" * 32)]
    pairs += [pair_of(second, "x", "2" * 32, "negation")]
    told = LoopStatement("2" * 32, second.name, second.header, second.formal_statement, Origin("given"))
    folder = with_pairs(tmp_path / "loop", pairs, statements=[told])
    result = exported(folder, statements=("start",))
    assert result.metrics["rows"]["proofs.jsonl"] == 3
    left_out = rows(folder / "export/contaminated.jsonl")
    assert [row["problem"] for row in left_out] == [first.name, second.name]
    assert "statement text, nng | 2 |" in (folder / "export/README.md").read_text()


def test_a_bench_for_mathlib_is_compared_as_far_as_it_compiles_here(tmp_path: Path) -> None:
    bench = tmp_path / "benches/published"
    bench.mkdir(parents=True)
    (bench / "task.yaml").write_text("name: published\ndata: rows.jsonl\nlean: lake\ntoolchain: v4.9.0\n")
    pairs = generated_pairs(3)
    texts = {
        "own": pairs[0].formal_statement.replace(pairs[0].name, "own"),
        "square": "theorem square (x : Nat) (hx : x * x = x) : x = 0 ∨ x = 1 := by\n",
        "real": "theorem real (x : ℝ) : Real.sin x ≤ 1 := by\n",
    }
    common = {"split": "test", "informal_prefix": "", "goal": "", "header": "import Mathlib\n\n"}
    lines = [{"name": name, "formal_statement": text, **common} for name, text in texts.items()]
    (bench / "rows.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    mine = Problem("mine", "train", "theorem mine (q : Nat) (k : q * q = q) : q = 0 ∨ q = 1 := by\n", HEADER)
    pairs.append(pair_of(mine, "x", kernel_of(mine)))
    folder = with_pairs(tmp_path / "loop", pairs)
    result = exported(folder, benches=("published",), include_path=(tmp_path / "benches",))
    assert result.metrics["compared"] == {"published": {"statements": 3, "by_kernel_type": 2}}
    assert result.metrics["contaminated_by"] == {"statement text, published": 1, "kernel type, published": 1}


def sampled(folder: Path, pairs: list[VerifiedPair]) -> None:
    """Attempts of backend tactics on the pairs' problems, as an ordinary run in the stage's folder."""

    async def run() -> None:
        async with open_tools(SPEC, [], say=lambda line: None) as tools:
            bench = bench_of("pool", [pair.problem() for pair in pairs], folder)
            await sample_stage(folder, bench, RunSpec(bench="pool", model="tactics", n=8), tools)

    asyncio.run(run())


def test_rejected_candidates_stand_beside_proofs(tmp_path: Path) -> None:
    pairs = generated_pairs(4)
    folder = with_pairs(tmp_path / "loop", pairs)
    sampled(folder / "start", pairs)
    found = preferences(pairs, folder / "start", per_problem=2)
    assert found
    assert all(each.error.startswith("rejected/") for each in found)
    assert all(each.rejected.strip() != each.chosen.proof.strip() for each in found)
    result = exported(folder)
    assert result.metrics["rows"]["preferences.jsonl"] == len(found)
    row = rows(folder / "export/preferences.jsonl")[0]
    assert row["chosen"] != row["rejected"]
    assert row["error"] in result.metrics["rejected_by_error"]


@pytest.mark.parametrize(
    ("layout", "file_format", "fields"),
    [
        ("trl", "parquet", ["prompt", "completion"]),
        ("verl", "parquet", ["messages"]),
        ("openrlhf", "jsonl", ["input", "output"]),
        ("openrlhf", "parquet", ["input", "output"]),
    ],
)
@pytest.mark.parametrize("prompt", ["chat", "plain"])
def test_each_trainer_gets_its_fields(
    tmp_path: Path, layout: str, file_format: str, fields: list[str], prompt: str
) -> None:
    import pandas

    folder = with_pairs(tmp_path / "loop", generated_pairs(3))
    exported(folder, layout=layout, file_format=file_format, prompt=prompt)
    path = folder / f"export/proofs.{file_format}"
    table = pandas.read_parquet(path) if file_format == "parquet" else pandas.read_json(path, lines=True)
    assert list(table)[: len(fields)] == fields
    assert len(table) == 3
    if layout == "verl":
        assert [message["role"] for message in table["messages"][0]][-2:] == ["user", "assistant"]
        prompts = pandas.read_parquet(folder / "export/prompts.parquet")
        assert {"data_source", "prompt", "ability", "reward_model", "extra_info"} <= set(prompts)


def test_what_cant_be_is_told(tmp_path: Path) -> None:
    folder = with_pairs(tmp_path / "loop", generated_pairs(1))
    with pytest.raises(UsageError, match="reads Parquet alone"):
        exported(folder, layout="verl")
    with pytest.raises(UsageError, match="unknown bench"):
        exported(folder, benches=("none",))


def test_the_command_line_exports(tmp_path: Path) -> None:
    folder = with_pairs(tmp_path / "loop", generated_pairs(2))
    arguments = [str(folder), "--from", "start", "--bench", "nng", "--json"]
    done = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert json.loads(done.stdout)["metrics"]["rows"]["proofs.jsonl"] == 2
