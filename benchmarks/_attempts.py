"""Attempts as real runs have them: many for each statement, most of them wrong."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from harness.backends.base import Request, Sample
from harness.backends.counts import ProofPair, train_counts
from harness.backends.draw import Draw
from harness.backends.tactics import TacticsBackend
from harness.bench import Bench
from harness.lean.source import tokenize
from harness.pipeline.generator.generate import Generator
from harness.pipeline.generator.statements import Truth
from harness.problem import Problem
from harness.run.plan import attempt_seed

Attempt = tuple[Problem, str]
_SEED = 97
_WORDS = (
    "simp", "omega", "rfl", "exact", "rw", "sorry", "(", ")", "⟨", "⟩", ":=", "by", "at", "h", "_", "?_", ",",
    "·", "fun", "=>", "open", "end", "theorem", "where", "set_option", "decreasing_by", "/-", "\"", "exact?",
    "Nat.foo", "first | skip |", "try", "<;>", "all_goals", "have x := y", "--", "have := 0 + _", "<- h",
)  # fmt: skip


def generated(count: int, statements: int, *, right: int = 0) -> list[Attempt]:
    """Samples of a proposer that has learnt from other generated statements, `count` in all.

    right: of each hundred, how many are the construction's own proof instead.
    """
    drawn = list(islice(Generator(_SEED, mix={Truth.TRUE: 1}, sizes=(1, 2, 3)).distinct(), 3 * statements))
    learnt, asked = drawn[statements:], drawn[:statements]
    counts = train_counts(ProofPair(each.problem(), each.proof) for each in learnt)
    each_has = -(-count // statements)
    found: list[Attempt] = []
    for statement in asked:
        problem = statement.problem()
        for index in range(each_has):
            seed = attempt_seed(_SEED, statement.name, index)
            own = len(found) * 37 % 100 < right
            text = statement.proof if own else counts.sample(problem, seed)
            # Equal texts would be known from the first of them.
            found.append((problem, f"{text}\n-- {index}"))
    return found[:count]


def mostly_wrong(problems: Sequence[tuple[Problem, str]], each_has: int, *, right: int = 5) -> list[Attempt]:
    """The same number of attempts for every problem, which comes with its proof; of each hundred `right` are
    right. A wrong one is the proof of another problem.
    """
    proofs = [proof for _, proof in problems]
    found: list[Attempt] = []
    for number, (problem, _) in enumerate(problems):
        for index in range(each_has):
            own = (number * each_has + index) * 37 % 100 < right
            proof = proofs[number if own else (number + index + 1) % len(proofs)]
            found.append((problem, f"{proof.rstrip()}\n  -- {index}"))
    return found


async def of_tactics(problems: Sequence[Problem], each_has: int) -> list[Attempt]:
    """Scripts of backend `tactics`."""
    backend, found = TacticsBackend({}), list[Attempt]()
    for problem in problems:
        samples = tuple(Sample(i, attempt_seed(_SEED, problem.name, i)) for i in range(each_has))
        async for made in backend.generate(Request(problem, samples)):
            found.append((problem, made.text))
    return found


def mutated(bench: Bench, problems: Sequence[Problem], each_has: int) -> list[Attempt]:
    """The reference proofs of problems with a few tokens changed, every third one as a whole file."""
    found: list[Attempt] = []
    for problem in problems:
        proof = bench.reference_proof(problem.name)
        if proof is None:
            continue
        for index in range(each_has):
            draw = Draw(attempt_seed(_SEED, problem.name, index))
            text = _changed(proof, draw)
            whole = index % 3 == 0 and problem.formal_statement.rstrip().endswith("by")
            found.append((problem, f"{problem.formal_statement.rstrip()}\n{text}" if whole else text))
    return found


def _changed(proof: str, draw: Draw) -> str:
    parts = [token.text for token in tokenize(proof)]
    for _ in range(1 + draw.below(3)):
        code = [at for at, part in enumerate(parts) if part.strip()]
        if not code:
            break
        at = code[draw.below(len(code))]
        match draw.below(5):
            case 0:
                parts[at] = ""
            case 1:
                parts[at] = _WORDS[draw.below(len(_WORDS))]
            case 2:
                parts[at] += f" {_WORDS[draw.below(len(_WORDS))]}"
            case 3:
                parts[at] = parts[code[draw.below(len(code))]]
            case _:
                # Cut off, as by a limit on tokens, or a line that isn't there.
                parts = parts[: at + 1] if draw.below(3) == 0 else _without_line(parts, at)
    return "".join(parts)


def _without_line(parts: Sequence[str], at: int) -> list[str]:
    begin = next((i for i in range(at, -1, -1) if "\n" in parts[i]), 0)
    end = next((i for i in range(at + 1, len(parts)) if "\n" in parts[i]), len(parts))
    return [*parts[:begin], *parts[end:]]
