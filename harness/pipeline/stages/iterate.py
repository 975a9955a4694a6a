"""Stage `iterate`: rounds of sampling, checking and training, with arms that tell what the gain is due to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from harness.backends.draw import Draw
from harness.bench import Bench
from harness.errors import UsageError
from harness.pipeline.loop import LoopFolder, LoopStatement, LoopTools, StageResult, VerifiedPair, bench_of
from harness.pipeline.stages.measure import MeasureSettings, measure
from harness.pipeline.stages.proposer import Proposer
from harness.pipeline.stages.sample import PAIRS, PER_STATEMENT, SCRIPTS, SampleSettings, sample
from harness.pipeline.stages.sets import HELD_OUT, POOL
from harness.pipeline.stages.sets import PAIRS as START_PAIRS

Learns = Literal["proved", "nothing", "unchecked"]
# Samples of a measurement have other seeds than those that are learnt from.
_MEASURED: Final = 1_000_000
_SEEDS_APART: Final = 1_000


@dataclass(frozen=True, slots=True)
class LearningArm:
    """One way to spend the rounds.

    learns: "proved", the loop itself; "nothing", the frozen control, which samples as often and is trained as
    often from the start set alone; "unchecked", as many samples as the loop learns proofs, without asking
    Lean. proposer: where it isn't the iteration's own. samples_pool: False leaves the pool alone.
    """

    name: str
    learns: Learns = "proved"
    proposer: Proposer | None = None
    samples_pool: bool = True
    each_round: bool = True


LOOP: Final = LearningArm("loop")
FROZEN: Final = LearningArm("frozen", "nothing", each_round=False)
UNCHECKED: Final = LearningArm("unchecked", "unchecked", each_round=False)


@dataclass(frozen=True, slots=True)
class IterateSettings:
    """rounds: at most. k: attempts for each open statement of the pool in a round. samples: attempts for each
    held-out statement in a measurement; problems of benches get k. seed: of all samples. least_gain: points
    of pass@1 on the held-out statements by which a round must gain for another one to follow; 0 makes all
    rounds. arms: the loop first.
    """

    rounds: int = 3
    k: int = 8
    samples: int = 16
    seed: int = 1
    least_gain: float = 0.0
    arms: tuple[LearningArm, ...] = (LOOP, FROZEN)

    def __post_init__(self) -> None:
        if min(self.rounds, self.k, self.samples) < 1:
            raise UsageError("rounds, k and samples must be at least 1")
        if not self.arms or self.arms[0].learns != "proved":
            raise UsageError("the first arm is the loop itself: it learns what was proved")
        if len({arm.name for arm in self.arms}) != len(self.arms):
            raise UsageError("two arms have one name: give each its own")


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement: an arm after a round, on one set of problems.

    learnt: pairs beyond the start set. solved: statements of the pool with a proof. attempts: on the pool.
    """

    arm: str
    round: int
    on: str
    stage: str
    learnt: int = 0
    solved: int = 0
    attempts: int = 0


@dataclass(slots=True)
class _Progress:
    """Where an arm stands. found: its pairs by round. inputs: the stages that they are from."""

    checkpoint: str
    found: list[list[VerifiedPair]] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    solved: set[str] = field(default_factory=set)
    attempts: int = 0

    @property
    def learnt(self) -> int:
        return sum(map(len, self.found))


class Iteration:
    """The rounds of all arms over one stage of sets.

    prefix: before the names of all stages. sets: the stage with pool, held-out statements and start pairs.
    benches: what is measured beside the held-out statements, at round 0 and after the last round of each arm
    that samples the pool.
    """

    def __init__(
        self,
        loop: LoopFolder,
        tools: LoopTools,
        proposer: Proposer,
        settings: IterateSettings,
        *,
        sets: str = "sets",
        prefix: str = "",
        benches: Sequence[Bench] = (),
    ) -> None:
        self._loop, self._tools, self._proposer, self._settings = loop, tools, proposer, settings
        self._sets, self._prefix = sets, prefix
        stage = loop.finished(sets)
        self._pool = stage.rows(POOL, LoopStatement.from_json)
        self._start = stage.rows(START_PAIRS, VerifiedPair.from_json)
        held_out = [each.problem() for each in stage.rows(HELD_OUT, LoopStatement.from_json)]
        self._held_out = bench_of("held-out", held_out, stage.folder, tools.lean)
        self._benches = tuple(benches)
        self._learnt_by_loop: list[int] = []

    async def run(self) -> list[Measured]:
        """All measurements, those of round 0 first, then arm by arm.

        Whatever is done already isn't done again. Raises InfrastructureError where a run can't be completed.
        """
        first = await self._train(None, 0, self._proposer, (), ())
        begun = _Progress(first)
        found = [
            await self._measure("start", 0, begun, self._proposer, bench)
            for bench in (self._held_out, *self._benches)
        ]
        for arm in self._settings.arms:
            found += await self._arm(arm, first)
        return found

    async def _arm(self, arm: LearningArm, first: str) -> list[Measured]:
        """The arm's rounds; the other arms make as many as the loop did."""
        proposer = arm.proposer or self._proposer
        if arm.proposer is not None:
            first = await self._train(arm, 0, proposer, (), ())
        at = _Progress(first)
        found: list[Measured] = []
        loops_own = arm is self._settings.arms[0]
        rounds = self._settings.rounds if loops_own else len(self._learnt_by_loop)
        before: float | None = None
        for number in range(1, rounds + 1):
            if arm.samples_pool:
                await self._sample(arm, number, proposer, at)
                pairs = [pair for each in at.found for pair in each] if arm.learns != "nothing" else []
                at.checkpoint = await self._train(arm, number, proposer, pairs, at.inputs, at.checkpoint)
            if loops_own:
                self._learnt_by_loop.append(len(at.found[-1]))
            if not (arm.each_round or number == rounds):
                continue
            found.append(await self._measure(arm.name, number, at, proposer, self._held_out))
            rate = self._rate(found[-1])
            if loops_own and before is not None and rate - before < self._settings.least_gain:
                break
            before = rate
        if arm.samples_pool:
            for bench in self._benches:
                found.append(await self._measure(arm.name, found[-1].round, at, proposer, bench))
        return found

    def _rate(self, measured: Measured) -> float:
        """pass@1 in points."""
        result = self._loop.finished(measured.stage).result
        return float(result.metrics["pass@1"]) if result is not None else 0.0

    async def _sample(self, arm: LearningArm, number: int, proposer: Proposer, at: _Progress) -> None:
        name = f"{self._prefix}{arm.name}/round-{number}/sample"
        ahead = [each for each in self._pool if each.ident not in at.solved]
        model, arguments = proposer.model(self._checkpoint(at.checkpoint))
        settings = SampleSettings(
            model=model,
            model_args=arguments,
            revision=self._revision(at.checkpoint),
            k=self._settings.k,
            seed=_SEEDS_APART * self._settings.seed + number,
            round=number,
            per_statement=PER_STATEMENT,
            scripts=arm.learns == "unchecked",
        )
        inputs = [self._sets, at.checkpoint, *at.inputs]
        result = await sample(self._loop, self._tools, settings, ahead, name=name, inputs=inputs)
        stage = self._loop.finished(name)
        proved = stage.rows(PAIRS, VerifiedPair.from_json)
        at.solved |= {pair.statement for pair in proved}
        at.attempts += int(result.metrics["attempts"])
        at.inputs.append(name)
        if arm.learns == "unchecked":
            at.found.append(self._any(stage.rows(SCRIPTS, VerifiedPair.from_json), number))
        else:
            at.found.append(proved)

    def _any(self, scripts: Sequence[VerifiedPair], number: int) -> list[VerifiedPair]:
        """As many samples as the loop learnt proofs in that round, whatever they are worth."""
        draw = Draw(_SEEDS_APART * self._settings.seed + number)
        count = self._learnt_by_loop[number - 1] if scripts else 0
        return [scripts[draw.below(len(scripts))] for _ in range(count)]

    async def _train(
        self,
        arm: LearningArm | None,
        number: int,
        proposer: Proposer,
        pairs: Sequence[VerifiedPair],
        inputs: Sequence[str],
        previous: str | None = None,
    ) -> str:
        """The name of the stage whose checkpoint is trained from the start set and these pairs."""
        name = f"{self._prefix}{'start' if arm is None else arm.name}/round-{number}/train"
        told = {**proposer.settings(), "seed": self._settings.seed, "learns": arm.learns if arm else "start"}
        read = [self._sets, *([] if previous is None else [previous]), *inputs]
        stage = self._loop.stage(name, told, read)
        if stage.result is None:
            folder = stage.begin()
            before = None if previous is None else self._checkpoint(previous)
            file = await proposer.train([*self._start, *pairs], folder, before)
            stage.finish([file], {"checkpoint": file, "start": len(self._start), "learnt": len(pairs)})
        return name

    async def _measure(
        self, arm: str, number: int, at: _Progress, proposer: Proposer, bench: Bench
    ) -> Measured:
        model, arguments = proposer.model(self._checkpoint(at.checkpoint))
        seed = _SEEDS_APART * self._settings.seed + _MEASURED + number
        samples = self._settings.samples if bench is self._held_out else self._settings.k
        settings = MeasureSettings(model, arguments, samples, seed)
        name = f"{self._prefix}{arm}/round-{number}/measure-{bench.name}"
        inputs = [at.checkpoint, *([self._sets] if bench is self._held_out else [])]
        await measure(self._loop, self._tools, settings, bench, name=name, inputs=inputs)
        learnt = 0 if self._learns_nothing(arm) else at.learnt
        return Measured(arm, number, bench.name, name, learnt, len(at.solved), at.attempts)

    def _learns_nothing(self, arm: str) -> bool:
        return any(each.name == arm and each.learns == "nothing" for each in self._settings.arms)

    def _checkpoint(self, stage: str) -> Path:
        """The file that a train stage wrote."""
        result = self._result(stage)
        return self._loop.path / stage / str(result.metrics["checkpoint"])

    def _revision(self, stage: str) -> str:
        outputs: Mapping[str, str] = self._result(stage).outputs
        return next(iter(outputs.values()))[:16]

    def _result(self, stage: str) -> StageResult:
        result = self._loop.finished(stage).result
        if result is None:
            raise UsageError(f"stage {stage} isn't done in {self._loop.path}: do it first")
        return result
