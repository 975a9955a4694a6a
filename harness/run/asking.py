"""How a model is asked: its prompt, its sampling, and what it gets to read after a rejected attempt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.backends import Backend, Sampling
from harness.backends.base import Endpoint
from harness.bench import Bench
from harness.errors import UsageError
from harness.problem import Problem
from harness.prompts.sampling import chosen_sampling, sampling_warning
from harness.run._judge import Extract

if TYPE_CHECKING:
    from harness.prompts.templates import Prompt, Prompted
    from harness.run.store import AttemptRow


Say = Callable[[str], None]
PromptOf = Callable[[Problem], str | None]
Repair = Callable[[Problem, Sequence["AttemptRow"]], str | None]


@dataclass(frozen=True, slots=True)
class Asking:
    """The model's side of a run.

    extract: the candidate in a generation, or why there is none; not asked when the backend names it.
    prompt: the prompt for a problem, None for a backend that reads the problem itself.
    repair: the prompt after the rounds of one sample so far, in order; needed by a plan with rounds.
    samples_per_request: so many of one problem in each.
    endpoint: the server that would be asked; None where there is none. answered_as: the (model, fingerprint)
    that its answers named.
    """

    backend: Backend
    extract: Extract
    prompt: PromptOf | None = None
    repair: Repair | None = None
    samples_per_request: int = 1
    endpoint: Endpoint | None = None
    answered_as: Callable[[], Collection[tuple[str, str]]] = tuple

    def __post_init__(self) -> None:
        if self.samples_per_request < 1:
            raise UsageError("give at least 1 for the samples per request")


def find_prompt(backend: Backend, bench: Bench, name: str, say: Say) -> Prompt | None:
    """The prompt to ask with; None for a backend that reads the problem itself."""
    if not getattr(backend, "needs_prompt", False):
        if name != "auto":
            say(f"note: --prompt {name} is not used, because this model reads the problem itself")
        return None
    from harness.prompts.templates import auto_prompt, load_prompt

    kind = getattr(backend, "prompt_kind", None)
    if name == "auto":
        found = auto_prompt(getattr(backend, "model", ""), kind, generic=bench.prompt)
        say(f"prompt: {found.id} (--prompt NAME or FILE asks with another)")
    else:
        found = load_prompt(name)
    if kind == "completion" and found.kind == "chat":
        raise UsageError(
            f"prompt {found.id} is a chat and this model is asked for completions: leave -M api= out, or "
            "give a completion prompt, e.g. --prompt plain"
        )
    return found


def with_prompt(
    backend: Backend, prompt: Prompt, bench: Bench, problems: tuple[Problem, ...], seed: int
) -> Prompted:
    """The backend with its prompts; all are made once, so that a fault shows before the first sample."""
    from harness.prompts.templates import Prompted, demos_of

    prompted = Prompted(backend, prompt, demos_of(bench) if prompt.shots else (), seed)
    for problem in problems:
        prompted.text(problem)
    return prompted


def sampling_of(given: Sampling, prompt: Prompt | None, n: int, *, greedy: bool, say: Say) -> Sampling:
    """What is given, and where that says nothing what was published for the prompt."""
    sampling = chosen_sampling(given, prompt.sampling if prompt else None, greedy=greedy)
    if prompt is not None and (warning := sampling_warning(sampling, n)) is not None:
        say(warning)
    return sampling


def repair_with(asked: Prompted) -> Repair:
    """What the model is asked after some rounds of a sample."""
    from harness.prompts.repair import Round

    def repair(problem: Problem, rows: Sequence[AttemptRow]) -> str:
        rounds = []
        for row in rows:
            verdict = row.verdict()
            if verdict is not None:
                rounds.append(Round(row.text() or "", row.proof(), verdict))
        return asked.repair_text(problem, rounds)

    return repair
