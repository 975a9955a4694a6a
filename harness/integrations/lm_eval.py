"""Tasks for lm-evaluation-harness that are scored by our checker.

`python -m harness.integrations.lm_eval` prints the folder for `lm_eval --include_path`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.backends.base import Generation
from harness.blocking import wait_for
from harness.errors import InfrastructureError
from harness.problem import CANONICAL_FIELDS, Problem

if TYPE_CHECKING:
    from harness.checker import CheckerSpec
    from harness.checker.protocol import AnyChecker
    from harness.checker.verdict import Verdict

_PROVED = "proved"
_log = logging.getLogger(__name__)

#: What became of one sample, as lm-evaluation-harness logs it: `proved`, or `STATUS REASON: DETAIL`.
Judged = str


def task_folder() -> Path:
    """The folder with the task files."""
    return Path(__file__).resolve().parent / "lm_eval_tasks"


def dataset(
    bench: str = "nng", prompt: str = "plain", split: str | None = None, include_path: str = "", **_: Any
) -> dict[str, Any]:
    """The problems of `bench` as `{"test": datasets.Dataset}`, each with its prompt in the field `prompt`.

    The arguments are the task's `metadata`, so `lm_eval --metadata` may change them. prompt: a name or a
    file, as for `prover-eval --prompt`. include_path: a folder with task folders of your own.
    """
    from datasets import Dataset  # type: ignore[import-untyped,import-not-found,unused-ignore]

    from harness.lint import decided_bench
    from harness.prompts.templates import demos_of, load_prompt

    found = wait_for(decided_bench(bench, _folders(include_path), _spec()))
    template = load_prompt(prompt)
    demos = demos_of(found) if template.shots else ()
    rows = []
    for problem in found.select(split):
        rendered = template.render(problem, demos=demos)
        if not isinstance(rendered, str):
            rendered = "\n\n".join(message["content"] for message in rendered)
        row = {key: getattr(problem, key) for key in CANONICAL_FIELDS}
        rows.append({**row, "prompt": rendered, "bench": bench, "template": prompt, "folder": include_path})
    return {"test": Dataset.from_list(rows)}


def judge(resps: Iterable[Sequence[str]], docs: Iterable[Mapping[str, Any]]) -> list[list[Judged]]:
    """A filter of lm-evaluation-harness: what became of each of the texts, in the same places.

    Raises InfrastructureError when a text stays without a verdict, which must not count as a wrong proof.
    """
    texts, rows = [list(group) for group in resps], list(docs)
    _warn_if_same(texts)
    judged: list[list[Judged]] = [[] for _ in texts]
    for key in dict.fromkeys(map(_bench_key, rows)):
        places = [place for place, row in enumerate(rows) if _bench_key(row) == key]
        found = wait_for(_judge_bench([rows[p] for p in places], [texts[p] for p in places]))
        for place, answers in zip(places, found, strict=True):
            judged[place] = answers
    return judged


def pass_at_k(
    references: Sequence[Any] = (), predictions: Sequence[Sequence[Judged]] = (), k: Sequence[int] = (1,)
) -> dict[str, float]:
    """A metric of lm-evaluation-harness: unbiased pass@k of one problem, for each k up to its samples."""
    from harness.stats import pass_at_k as estimate

    (answers,) = predictions
    proved = sum(answer == _PROVED for answer in answers)
    wanted = [number for number in ([k] if isinstance(k, int) else k) if number <= len(answers)]
    return {f"pass@{number}": float(estimate([len(answers)], [proved], number)[0]) for number in wanted}


def _bench_key(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["bench"], row["template"], row["folder"]


def _spec() -> CheckerSpec:
    """How candidates are judged: as `prover-eval run` does by the environment's PROVER_EVAL_*."""
    from harness.checker import CheckerSpec

    return replace(CheckerSpec.from_environment(), first_error=True)


def _folders(folder: str) -> list[Path]:
    return [Path(folder)] if folder else []


async def _judge_bench(rows: Sequence[Mapping[str, Any]], texts: Sequence[list[str]]) -> list[list[Judged]]:
    from harness.checker.many import as_they_end
    from harness.lint import open_bench
    from harness.prompts.candidate import no_code
    from harness.prompts.templates import load_prompt

    name, template, folder = _bench_key(rows[0])
    prompt = load_prompt(template)
    async with open_bench(name, _folders(folder), _spec()) as (bench, opened):

        async def one(asked: tuple[Problem, str]) -> Judged:
            problem, text = asked
            candidate = prompt.candidate(problem, Generation(0, 0, text))
            if not isinstance(candidate, str):
                return _judged(no_code(candidate, opened.checker.record))
            return await _verdict(opened.cached, problem, candidate)

        problems = [bench.problem(row["name"]) for row in rows]
        pairs = [(problem, text) for problem, of_it in zip(problems, texts, strict=True) for text in of_it]
        async with aclosing(as_they_end(pairs, one, under_way=opened.under_way)) as ended:
            judged = iter([each for _, each in sorted([pair async for pair in ended])])
        return [[next(judged) for _ in of_problem] for of_problem in texts]


async def _verdict(checker: AnyChecker, problem: Problem, candidate: str) -> Judged:
    from harness.checker.retry import decided

    verdict = await decided(lambda: checker.check(problem, candidate))
    if not verdict.decided:
        raise InfrastructureError(
            f"{problem.name} could not be checked ({verdict.reason}: {verdict.detail}): "
            "see what `prover-eval doctor` says"
        )
    return _judged(verdict)


def _judged(verdict: Verdict) -> Judged:
    return _PROVED if verdict.proved else f"{verdict.status} {verdict.reason}: {verdict.detail}"


def _warn_if_same(texts: Sequence[Sequence[str]]) -> None:
    several = [group for group in texts if len(group) > 1]
    if several and all(len(set(group)) == 1 for group in several):
        _log.warning(
            "all samples of each problem are the same text, so pass@k says no more than pass@1: "
            "lm-evaluation-harness sends one seed with every request of an API model"
        )


if __name__ == "__main__":
    print(task_folder())
