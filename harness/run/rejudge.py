"""Judge a run's stored attempts again: a plan, a model that is the store, and what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from harness.backends.base import Generation, Request, Sample, Sampling
from harness.checker.verdict import Reason, Status
from harness.errors import UnknownNameError, UsageError
from harness.problem import Problem
from harness.prompts.extract import NoCandidate, Why, why_of
from harness.run._attempts import AttemptRow, State, next_slot
from harness.run.plan import RunPlan, attempt_seed, settings_hash
from harness.run.store import RunStore

_PLANS_OWN = ("bench", "model", "n", "rounds", "seed", "early_stop", "groups", "sampling", "problems")


def rejudging_plan(
    source: RunStore,
    problems: Sequence[Problem],
    changed: Mapping[str, Any],
    how: Mapping[str, Any],
    *,
    only: Sequence[str] = (),
) -> RunPlan:
    """The plan of the source's run with the settings in `changed`, and `rejudged`, which names the source.

    problems: of the bench as it is now, in the source's order. how: what else `rejudged` says. only: names of
    the problems to judge, all where it is empty.
    Raises UsageError when the problems aren't those that the source was made with, or a name isn't one's.
    """
    there = source.settings
    sampling = dict(there.sampling)
    if "stop" in sampling:
        sampling["stop"] = tuple(sampling["stop"])
    origin = {"run": source.folder.resolve().name, "settings_sha256": settings_hash(there.json), **how}
    kept = {key: value for key, value in there.json.items() if key not in _PLANS_OWN}
    plan = RunPlan(
        bench=there.bench,
        model=there.model,
        problems=tuple(problems),
        n=there.n,
        rounds=there.rounds,
        seed=there.seed or 0,
        early_stop=there.early_stop,
        groups=there.groups,
        sampling=Sampling(**sampling),
        settings={**kept, **changed, "rejudged": origin},
    )
    if plan.settings["problems"] != there.json.get("problems"):
        raise UsageError(
            f"the problems of bench {there.bench} aren't those that {source.folder} was made with: "
            "give the bench as it was (--include-path)"
        )
    return _part(plan, only) if only else plan


def _part(plan: RunPlan, only: Sequence[str]) -> RunPlan:
    """The plan over some of its problems, which its selection names."""
    there = [problem.name for problem in plan.problems]
    for name in only:
        if name not in there:
            raise UnknownNameError("problem", name, there)
    settings = {key: value for key, value in plan.settings.items() if key not in _PLANS_OWN}
    if isinstance(selection := settings.get("selection"), dict):
        settings["selection"] = {**selection, "names": list(only)}
    chosen = tuple(problem for problem in plan.problems if problem.name in only)
    return replace(plan, problems=chosen, settings=settings)


class StoredAnswers:
    """A backend whose answers are the attempts that a run has stored, candidates and prompts included.

    An attempt that the run didn't need (after a proof, say) is exhausted; one whose text it lacks has failed.
    """

    description: Mapping[str, Any] = {"name": "stored"}

    def __init__(self, source: RunStore) -> None:
        self._source = source
        self._seed: int = source.settings.seed or 0
        self._width: int = source.settings.width
        self._states = source.done()
        groups = {name: group for group in source.settings.groups for name in group}
        self._group_of = {name: groups.get(name, (name,)) for name in self._states}
        self._prompts: dict[str, str | None] = {}

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        """The stored answers; which round a sample is of is known by its seed."""
        for sample in request.samples:
            yield self._answer(request.problem.name, sample)

    def prompt(self, problem: Problem) -> str | None:
        """The first prompt for a problem, which all of its samples have."""
        if problem.name not in self._prompts:
            row = next(self._source.attempts(problem.name), None)
            self._prompts[problem.name] = None if row is None else row.prompt()
        return self._prompts[problem.name]

    def repair(self, problem: Problem, rows: Sequence[AttemptRow]) -> str | None:
        """The prompt of the round that follows."""
        row = self._source.attempt(problem.name, rows[-1].index + 1)
        return None if row is None else row.prompt()

    def extract(self, problem: Problem, generation: Generation) -> NoCandidate | None:
        """Why no candidate was found; asked only about a text that none was found in."""
        row = self._row(problem.name, Sample(generation.index, generation.seed))
        word = why_of(row.detail) if row is not None else ""
        return NoCandidate(Why(word)) if word in set(Why) else None

    async def close(self) -> None:
        """The store stays open."""

    def _index(self, name: str, sample: Sample) -> int:
        rounds = range(self._width)
        seeds = [attempt_seed(self._seed, name, sample.index, round_) for round_ in rounds]
        return sample.index * self._width + seeds.index(sample.seed)

    def _row(self, name: str, sample: Sample) -> AttemptRow | None:
        return self._source.attempt(name, self._index(name, sample))

    def _answer(self, name: str, sample: Sample) -> Generation:
        row = self._row(name, sample)
        if row is None or row.text() is None:
            if self._not_needed(name, sample) or (row is not None and row.exhausted):
                return Generation(sample.index, sample.seed, "", exhausted=True)
            return self._lacking(sample, "has no text for this attempt")
        if row.proof() is None and row.reason is not Reason.NO_CODE:
            return self._lacking(sample, "couldn't look for a candidate in this attempt's text")
        return row.generation()

    def _not_needed(self, name: str, sample: Sample) -> bool:
        states = self._states[name].states
        together = (self._states[member].states for member in self._group_of[name])
        if self._source.settings.early_stop and any(State.PROVED in each for each in together):
            return True
        return next_slot(states, sample.index, self._width) != self._index(name, sample)

    def _lacking(self, sample: Sample, what: str) -> Generation:
        advice = "give the command that made it again, then this one"
        return Generation(
            sample.index, sample.seed, "", error=f"the run {self._source.folder.name} {what}: {advice}"
        )


@dataclass(frozen=True, slots=True)
class Change:
    """Attempts that went from one verdict to another: (status, reason) before and after, and which ones, as
    (problem, sample, round)."""

    before: tuple[Status, Reason | None]
    after: tuple[Status, Reason | None]
    attempts: tuple[tuple[str, int, int], ...]


def changes(before: RunStore, after: RunStore) -> tuple[int, list[Change]]:
    """(attempts with the same verdict in both, the others by what changed, the most frequent first).

    An attempt that has a verdict in one of the runs alone isn't counted.
    """
    width = before.settings.width
    old = {(name, index): verdict for name, index, *verdict in before.verdicts()}
    same = 0
    found: dict[tuple[Any, ...], list[tuple[str, int, int]]] = defaultdict(list)
    for name, index, *verdict in after.verdicts():
        earlier = old.get((name, index))
        if earlier == verdict:
            same += 1
        elif earlier is not None:
            found[(*earlier, *verdict)].append((name, index // width, index % width))
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), str(item[0])))
    return same, [Change((a, b), (c, d), tuple(rows)) for (a, b, c, d), rows in ordered]
