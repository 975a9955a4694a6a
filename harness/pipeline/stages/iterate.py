"""Stage `iterate`: rounds of sampling, checking and training, with arms that tell what the gain is due to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from harness.backends.draw import Draw
from harness.bench import Bench
from harness.errors import UsageError
from harness.pipeline.loop import PAIRS, LoopFolder, LoopStatement, LoopTools, VerifiedPair, bench_of
from harness.pipeline.stages.measure import MeasureSettings, measure
from harness.pipeline.stages.sample import PER_STATEMENT, SCRIPTS, SampleSettings, sample
from harness.pipeline.stages.sets import HELD_OUT, POOL
from harness.pipeline.stages.train import TrainSettings, train, trained_model
from harness.pipeline.training import CHECKPOINT, CountsTrainer, SelectionSettings, Trainer

Learns = Literal["proved", "nothing", "unchecked"]
# Samples of a measurement have other seeds than those that are learnt from.
_MEASURED: Final = 1_000_000
_SEEDS_APART: Final = 1_000


@dataclass(frozen=True, slots=True)
class LearningArm:
    """One way to spend the rounds.

    learns: "proved", the loop itself; "nothing", the frozen control, which samples as often and is trained as
    often from the start set alone; "unchecked", as many samples as the loop learns proofs, without asking
    Lean. trainer: where it isn't the iteration's own. samples_pool: False leaves the pool alone.
    """

    name: str
    learns: Learns = "proved"
    trainer: Trainer | None = None
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
    rounds. arms: the loop first. per_statement: different scripts of a statement that are learnt, at most.
    new_weight: see SelectionSettings. prompt: by which examples are made and the model is asked.
    """

    rounds: int = 3
    k: int = 8
    samples: int = 16
    seed: int = 1
    least_gain: float = 0.0
    arms: tuple[LearningArm, ...] = (LOOP, FROZEN)
    per_statement: int = PER_STATEMENT
    new_weight: float = 2.0
    prompt: str = "plain"

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
    """Where an arm stands.

    trained: the stage with its checkpoint. sampled: the stages of its attempts. learns: those whose pairs it
    learns, which have so many together.
    """

    trained: str
    sampled: list[str] = field(default_factory=list)
    learns: list[str] = field(default_factory=list)
    learnt: int = 0
    solved: set[str] = field(default_factory=set)
    attempts: int = 0


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
        trainer: Trainer,
        settings: IterateSettings,
        *,
        sets: str = "sets",
        prefix: str = "",
        benches: Sequence[Bench] = (),
    ) -> None:
        self._loop, self._tools, self._trainer, self._settings = loop, tools, trainer, settings
        self._sets, self._prefix = sets, prefix
        stage = loop.finished(sets)
        self._pool = stage.rows(POOL, LoopStatement.from_json)
        held_out = [each.problem() for each in stage.rows(HELD_OUT, LoopStatement.from_json)]
        self._held_out = bench_of("held-out", held_out, stage.folder, tools.lean)
        self._benches = tuple(benches)
        self._learnt_by_loop: list[int] = []

    async def run(self) -> list[Measured]:
        """All measurements, those of round 0 first, then arm by arm.

        Whatever is done already isn't done again. Raises InfrastructureError where a run can't be completed.
        """
        begun = _Progress(await self._train("start", 0, self._trainer))
        found = [await self._measure("start", 0, begun, bench) for bench in (self._held_out, *self._benches)]
        for arm in self._settings.arms:
            found += await self._arm(arm, begun.trained)
        return found

    async def _arm(self, arm: LearningArm, first: str) -> list[Measured]:
        """The arm's rounds; the other arms make as many as the loop did."""
        trainer = arm.trainer or self._trainer
        at = _Progress(first if arm.trainer is None else await self._train(arm.name, 0, trainer))
        found: list[Measured] = []
        loops_own = arm is self._settings.arms[0]
        rounds = self._settings.rounds if loops_own else len(self._learnt_by_loop)
        before: float | None = None
        for number in range(1, rounds + 1):
            if arm.samples_pool:
                learnt = await self._sample(arm, number, at)
                if loops_own:
                    self._learnt_by_loop.append(learnt)
                at.trained = await self._train(arm.name, number, trainer, at)
            if not (arm.each_round or number == rounds):
                continue
            found.append(await self._measure(arm.name, number, at, self._held_out))
            rate = self._rate(found[-1])
            if loops_own and before is not None and rate - before < self._settings.least_gain:
                break
            before = rate
        if arm.samples_pool:
            for bench in self._benches:
                found.append(await self._measure(arm.name, found[-1].round, at, bench))
        return found

    def _rate(self, measured: Measured) -> float:
        """pass@1 in points."""
        result = self._loop.finished(measured.stage).result
        return float(result.metrics["pass@1"]) if result is not None else 0.0

    async def _sample(self, arm: LearningArm, number: int, at: _Progress) -> int:
        """How many pairs the round proved."""
        name = f"{self._prefix}{arm.name}/round-{number}/sample"
        ahead = [each for each in self._pool if each.ident not in at.solved]
        model, arguments = trained_model(self._loop, at.trained)
        settings = SampleSettings(
            model=model,
            model_args=arguments,
            revision=self._revision(at.trained),
            k=self._settings.k,
            seed=_SEEDS_APART * self._settings.seed + number,
            round=number,
            per_statement=self._settings.per_statement,
            scripts=arm.learns == "unchecked",
            prompt=self._prompt(model),
        )
        inputs = [self._sets, at.trained, *at.sampled]
        result = await sample(self._loop, self._tools, settings, ahead, name=name, inputs=inputs)
        proved = self._loop.finished(name).rows(PAIRS, VerifiedPair.from_json)
        at.solved |= {pair.statement for pair in proved}
        at.attempts += int(result.metrics["attempts"])
        at.sampled.append(name)
        if arm.learns == "proved":
            at.learns.append(name)
            at.learnt += len(proved)
        elif arm.learns == "unchecked":
            at.learns.append(self._unchecked(arm, number, name))
            at.learnt += self._learnt_by_loop[number - 1]
        return len(proved)

    def _unchecked(self, arm: LearningArm, number: int, sampled: str) -> str:
        """A stage with as many samples as the loop learnt proofs in that round, whatever they are worth."""
        count = self._learnt_by_loop[number - 1]
        name = f"{self._prefix}{arm.name}/round-{number}/unchecked"
        seed = _SEEDS_APART * self._settings.seed + number
        stage = self._loop.stage(name, {"count": count, "seed": seed}, [sampled])
        if stage.result is None:
            stage.begin()
            scripts = self._loop.finished(sampled).rows(SCRIPTS, VerifiedPair.from_json)
            draw = Draw(seed)
            drawn = [scripts[draw.below(len(scripts))] for _ in range(count if scripts else 0)]
            stage.write_rows(PAIRS, drawn)
            stage.finish([PAIRS], {"pairs": len(drawn)})
        return name

    async def _train(self, arm: str, number: int, trainer: Trainer, at: _Progress | None = None) -> str:
        """The name of the stage whose checkpoint is trained from the start set and what the arm learns."""
        # Counts are made of all pairs each time; other trainers go on from the round before.
        goes_on = at is not None and not isinstance(trainer, CountsTrainer)
        settings = TrainSettings(
            trainer,
            inputs=(self._sets, *(at.learns if at is not None else ())),
            name=f"{self._prefix}{arm}/round-{number}/train",
            previous=at.trained if at is not None and goes_on else None,
            prompt=self._settings.prompt,
            selection=SelectionSettings(
                self._settings.seed, self._settings.per_statement, self._settings.new_weight
            ),
        )
        await train(self._loop, self._tools, settings)
        return settings.name

    async def _measure(self, arm: str, number: int, at: _Progress, bench: Bench) -> Measured:
        model, arguments = trained_model(self._loop, at.trained)
        seed = _SEEDS_APART * self._settings.seed + _MEASURED + number
        samples = self._settings.samples if bench is self._held_out else self._settings.k
        settings = MeasureSettings(model, arguments, samples, seed, self._prompt(model))
        name = f"{self._prefix}{arm}/round-{number}/measure-{bench.name}"
        inputs = [at.trained, *([self._sets] if bench is self._held_out else [])]
        await measure(self._loop, self._tools, settings, bench, name=name, inputs=inputs)
        return Measured(arm, number, bench.name, name, at.learnt, len(at.solved), at.attempts)

    def _prompt(self, model: str) -> str:
        # Backend counts reads the problem itself.
        return "auto" if model == "counts" else self._settings.prompt

    def _revision(self, stage: str) -> str:
        result = self._loop.finished(stage).result
        return "" if result is None else result.outputs[CHECKPOINT][:16]
