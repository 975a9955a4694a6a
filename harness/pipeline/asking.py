"""A model as a stage asks it, and the answers in words that a stage reads by itself."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from harness.backends import Sampling
from harness.checker.open import OpenChecker
from harness.checker.record import NOT_TOLD, CheckRecord
from harness.checker.verdict import Reason, Status, Verdict
from harness.errors import UnknownNameError, UsageError
from harness.pipeline.loop import RUN, LoopTools, sample_stage
from harness.prompts.extract import spoken
from harness.prompts.templates import load_prompt
from harness.resources import cache_folder, expanded
from harness.run.evaluate import CONNECTIONS, RunSpec
from harness.run.store import RunStore

if TYPE_CHECKING:
    from harness.bench import Bench
    from harness.problem import Problem

_PROMPTS: Final = Path(__file__).parent / "prompts"
_PATH: Final = "path="
_NO_VERDICT: Final = "an answer in words, which Lean doesn't judge"


def stage_prompts() -> list[str]:
    """The names of the prompts that stages have of their own, sorted."""
    return sorted(path.stem for path in _PROMPTS.glob("*.jinja"))


def stage_prompt(name: str) -> Path:
    """The file of a stage's prompt by its name, or a user's own. Raises UnknownNameError."""
    known = name.replace("-", "_")
    if known in stage_prompts():
        return _PROMPTS / f"{known}.jinja"
    path = expanded(name)
    if not path.is_file():
        raise UnknownNameError("prompt of a stage, and no file,", name, stage_prompts())
    return path


@dataclass(frozen=True, slots=True)
class StageModel:
    """A model that a stage asks; the fields are those of RunSpec.

    prompt: the name of a stage's prompt, or a file. n: samples of each problem.
    """

    model: str
    prompt: str
    model_args: tuple[str, ...] = ()
    model_args_file: Path | None = None
    n: int = 1
    seed: int = 0
    sampling: Sampling = field(default_factory=Sampling)
    greedy: bool = False
    max_connections: int = CONNECTIONS
    any_endpoint: bool = False

    def record(self) -> dict[str, Any]:
        """What decides the answers beside `files`, as JSON. Raises as load_prompt."""
        return {
            "model": self.model,
            "model_args": [each for each in self.model_args if not each.startswith(_PATH)],
            "prompt": dict(load_prompt(stage_prompt(self.prompt)).record()),
            "n": self.n,
            "seed": self.seed,
            "sampling": self.sampling.record(),
            "greedy": self.greedy,
        }

    def files(self) -> tuple[Path, ...]:
        """The files that decide the answers: of recordings and trained models, and of arguments."""
        named = [expanded(each.removeprefix(_PATH)) for each in self.model_args if each.startswith(_PATH)]
        if missing := [path for path in named if not path.exists()]:
            raise UsageError(f"no file {missing[0]}: give -M path=FILE")
        return (*named, *((self.model_args_file,) if self.model_args_file is not None else ()))

    def spec(self, bench: str, label: str) -> RunSpec:
        """The run that asks for the samples. label: what tables call it."""
        return RunSpec(
            bench,
            self.model,
            n=self.n,
            model_args=self.model_args,
            model_args_file=self.model_args_file,
            prompt=str(stage_prompt(self.prompt)),
            seed=self.seed,
            sampling=self.sampling,
            greedy=self.greedy,
            max_connections=self.max_connections,
            any_endpoint=self.any_endpoint,
            label=label,
        )


async def answers_of(
    folder: Path, bench: Bench, model: StageModel, tools: LoopTools, label: str
) -> dict[str, list[str]]:
    """What the model answered, by problem: each sample without its thinking, in order.

    A sample that a recording lacks isn't in the list. The run lies in `folder`. Raises as sample_stage.
    """
    async with _unjudged(tools) as opened:
        await sample_stage(folder, bench, model.spec(bench.name, label), replace(tools, opened=opened))
    found: dict[str, list[str]] = {problem.name: [] for problem in bench.problems}
    with RunStore.open_readonly(folder / RUN) as store:
        for row in store.attempts():
            text = row.text()
            if text is not None:
                found[row.problem].append(spoken(text))
    return found


class UnjudgedAnswers:
    """A checker in name alone, for runs whose answers are read by whoever asked: each is `no_code`."""

    record = CheckRecord(revision=NOT_TOLD, more={"judged": "nothing"})
    first_error = True

    async def check_headers(self, headers: Iterable[str]) -> None:
        """No header is needed."""

    async def close(self) -> None:
        """Nothing is kept running."""

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        """The same for every answer."""
        return Verdict(Status.REJECTED, Reason.NO_CODE, _NO_VERDICT, record=self.record)


@asynccontextmanager
async def _unjudged(tools: LoopTools) -> AsyncIterator[OpenChecker]:
    opened = OpenChecker(
        UnjudgedAnswers(), 1, max(1, tools.opened.under_way), recheck=True, cache=cache_folder()
    )
    try:
        yield opened
    finally:
        await opened.close()


def write_recording(path: Path, rows: Iterable[tuple[str, str]]) -> None:
    """(problem, proof) as a file for backend `replay`; a problem's proofs are its samples, in order."""
    lines = (json.dumps({"name": name, "proof": proof}, ensure_ascii=False) + "\n" for name, proof in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(lines), encoding="utf-8")
