"""Expert iteration with the counts of verified proofs, and the arms that a gain is measured against."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from harness.backends.counts import Counts, ProofPair, train_counts
from harness.backends.draw import Draw
from harness.checker.verdict import Verdict
from harness.errors import InfrastructureError, UsageError
from harness.pipeline.generator.statements import GeneratedStatement
from harness.pipeline.sets import Sets
from harness.problem import Problem
from harness.run.plan import attempt_seed

Judge = Callable[[Sequence[tuple[Problem, str]]], Awaitable[Sequence[Verdict]]]
"""Judges candidates: a verdict for each, in order."""

# Samples for an evaluation have other seeds than those that are learnt from.
_EVALUATION = 1_000_000
_PER_STATEMENT = 2


class LoopArm(StrEnum):
    """LOOP learns what was proved. FROZEN proposes as often and learns nothing. UNCHECKED learns as many of
    its samples as the loop learns proofs, without asking Lean."""

    LOOP = "loop"
    FROZEN = "frozen"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How the held-out statements fared.

    successes: for each of them in order, how many of `samples` were proved. attempts: on the pool so far.
    solved, learnt: statements of the pool that are proved, and pairs that were learnt beyond the start set.
    """

    arm: str
    round: int
    samples: int
    successes: tuple[int, ...]
    attempts: int = 0
    solved: int = 0
    learnt: int = 0


class Experiment:
    """Arms over the same sets; equal arguments give equal evaluations.

    judge: the whole checker. seed: of all samples. k: samples of each open statement of the pool in a round.
    samples: of each held-out statement in an evaluation. Verdicts are kept, since a text comes again.
    """

    def __init__(self, sets: Sets, judge: Judge, *, seed: int, k: int = 8, samples: int = 16) -> None:
        if min(k, samples) < 1:
            raise UsageError("k and samples must be at least 1")
        self._sets, self._judge, self._seed, self._k, self._samples = sets, judge, seed, k, samples
        self._known: dict[tuple[str, str], bool] = {}
        self._start: list[ProofPair] = []
        self._learnt_by_loop: list[int] = []
        self.cpu_s = 0.0
        self.checks = 0

    async def prepare(self) -> int:
        """Check the proofs of the start set; those that hold are what every arm begins with. How many do."""
        pairs = [(each.problem(), each.proof) for each in self._sets.start]
        proved = await self._proved(pairs)
        self._start = [ProofPair(*pair) for pair, good in zip(pairs, proved, strict=True) if good]
        return len(self._start)

    async def provable(self) -> int:
        """How many held-out statements their own constructions prove."""
        return sum(await self._proved([(each.problem(), each.proof) for each in self._sets.held_out]))

    async def evaluate(self, counts: Counts, arm: str, at: int) -> Evaluation:
        """Measure some counts on the held-out statements; `at` is the round, which the samples depend on."""
        indices = range(_EVALUATION * (at + 1), _EVALUATION * (at + 1) + self._samples)
        drawn = [self._scripts(counts, each, indices) for each in self._sets.held_out]
        proved = await self._proved_each(self._sets.held_out, drawn)
        successes = tuple(
            sum(script in good for script in scripts) for scripts, good in zip(drawn, proved, strict=True)
        )
        return Evaluation(arm, at, self._samples, successes)

    async def start_only(self, weight: float, explore: float, at: int) -> Evaluation:
        """The start set alone, with another smoothing."""
        counts = train_counts(self._start, weight=weight, explore=explore, per_statement=_PER_STATEMENT)
        return await self.evaluate(counts, f"start only, weight {weight:g}, explore {explore:g}", at)

    async def run(self, arm: LoopArm, rounds: int, *, each_round: bool = True) -> list[Evaluation]:
        """An arm's evaluations: behind every round, or behind the last one alone.

        UNCHECKED needs the loop's rounds before it. Raises InfrastructureError where a text has no verdict.
        """
        if arm is LoopArm.UNCHECKED and len(self._learnt_by_loop) < rounds:
            raise UsageError("the unchecked arm learns as many pairs as the loop did: run the loop first")
        pairs = list(self._start)
        solved: set[str] = set()
        attempts = 0
        found: list[Evaluation] = []
        for at in range(1, rounds + 1):
            counts = train_counts(pairs, per_statement=_PER_STATEMENT)
            ahead = [each for each in self._sets.pool if each.name not in solved]
            indices = range(at * self._k, (at + 1) * self._k)
            drawn = [self._scripts(counts, each, indices) for each in ahead]
            attempts += sum(map(len, drawn))
            proved = await self._proved_each(ahead, drawn)
            gained: list[ProofPair] = []
            for each, good in zip(ahead, proved, strict=True):
                if good:
                    solved.add(each.name)
                gained += [ProofPair(each.problem(), script) for script in good[:_PER_STATEMENT]]
            if arm is LoopArm.LOOP:
                pairs += gained
                self._learnt_by_loop = [*self._learnt_by_loop[: at - 1], len(gained)]
            elif arm is LoopArm.UNCHECKED:
                pairs += self._any(ahead, drawn, self._learnt_by_loop[at - 1], at)
            if each_round or at == rounds:
                counts = train_counts(pairs, per_statement=_PER_STATEMENT)
                measured = await self.evaluate(counts, str(arm), at)
                learnt = len(pairs) - len(self._start)
                found.append(
                    Evaluation(
                        measured.arm,
                        at,
                        measured.samples,
                        measured.successes,
                        attempts,
                        len(solved),
                        learnt,
                    )
                )
        return found

    async def round_zero(self) -> Evaluation:
        """The start set alone, before any round."""
        return await self.evaluate(train_counts(self._start, per_statement=_PER_STATEMENT), "start", 0)

    def _any(
        self, statements: Sequence[GeneratedStatement], drawn: Sequence[Sequence[str]], count: int, at: int
    ) -> list[ProofPair]:
        """So many samples, whatever they are worth."""
        every = [
            ProofPair(each.problem(), script)
            for each, scripts in zip(statements, drawn, strict=True)
            for script in dict.fromkeys(scripts)
        ]
        picked = Draw(self._seed + at)
        return [every[picked.below(len(every))] for _ in range(count if every else 0)]

    def _scripts(self, counts: Counts, statement: GeneratedStatement, indices: Sequence[int]) -> list[str]:
        problem = statement.problem()
        return [counts.sample(problem, attempt_seed(self._seed, statement.name, at)) for at in indices]

    async def _proved_each(
        self, statements: Sequence[GeneratedStatement], drawn: Sequence[Sequence[str]]
    ) -> list[list[str]]:
        """For each statement the different scripts that prove it, in order."""
        different = [list(dict.fromkeys(scripts)) for scripts in drawn]
        pairs = [
            (each.problem(), script)
            for each, scripts in zip(statements, different, strict=True)
            for script in scripts
        ]
        proved = iter(await self._proved(pairs))
        return [[script for script in scripts if next(proved)] for scripts in different]

    async def _proved(self, pairs: Sequence[tuple[Problem, str]]) -> list[bool]:
        keys = [(problem.name, script) for problem, script in pairs]
        ahead = [
            (key, pair) for key, pair in dict(zip(keys, pairs, strict=True)).items() if key not in self._known
        ]
        for (key, _), verdict in zip(ahead, await self._judge([pair for _, pair in ahead]), strict=True):
            if not verdict.decided:
                raise InfrastructureError(f"{key[0]} has no verdict ({verdict.detail}): run this again")
            self._known[key] = verdict.proved
            self.cpu_s += verdict.cpu_s
            self.checks += 1
        return [self._known[key] for key in keys]
