"""Examples for few-shot prompts: solved problems, of which none is the problem itself."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from harness.bench import Bench
from harness.errors import UsageError
from harness.lean.source import code_tokens, tokenize
from harness.lean.source.parts import normalise
from harness.problem import Problem
from harness.prompts.templates._variables import variables_of

DEMO_SPLIT = "valid"


@dataclass(frozen=True, slots=True)
class Demo:
    """A problem with a proof that follows its formal statement."""

    problem: Problem
    proof: str

    def variables(self) -> dict[str, Any]:
        """What a template sees: the problem's variables, and `formal_proof` without a newline at its end."""
        return {**variables_of(self.problem), "formal_proof": self.proof.rstrip()}


def demos_of(bench: Bench) -> tuple[Demo, ...]:
    """The problems of the bench's split `valid` that have a reference proof, in the order of the bench."""
    found: list[Demo] = []
    for problem in bench.problems:
        if problem.split == DEMO_SPLIT and (proof := bench.reference_proof(problem.name)) is not None:
            found.append(Demo(problem, proof))
    return tuple(found)


def draw_demos(pool: Sequence[Demo], problem: Problem, count: int, seed: int) -> list[Demo]:
    """`count` examples for `problem`, drawn without replacement; the same arguments give the same ones.

    Never one of the same name or, but for its name and comments, of the same statement, nor one that
    mentions the problem by its name.
    Raises UsageError when the pool is too small.
    """
    own = _claim(problem)
    others = [demo for demo in pool if _claim(demo.problem) != own and not _mentions(demo, problem.name)]
    if len(others) < count:
        raise UsageError(
            f"the prompt shows {count} solved examples and there are {len(others)} for {problem.name}: give "
            f"a bench whose split {DEMO_SPLIT!r} has reference proofs, or another --prompt"
        )
    digest = hashlib.sha256(f"{seed}\0{problem.name}".encode("utf-8", "surrogatepass")).digest()
    return random.Random(digest).sample(others, count)


def demos_hash(pool: Sequence[Demo]) -> str:
    """sha256 of the pool, as 64 hex digits."""
    digest = hashlib.sha256()
    for demo in pool:
        for text in (
            demo.problem.header,
            demo.problem.informal_prefix,
            demo.problem.formal_statement,
            demo.proof,
        ):
            digest.update(f"{len(text)}\0{text}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _mentions(demo: Demo, name: str) -> bool:
    """Whether the demo is the problem of that name, or states or uses it."""
    if demo.problem.name == name:
        return True
    texts = (demo.problem.formal_statement, demo.proof)
    # A name as a part of another one is no mention, so only whole tokens count.
    return any(
        name in text and any(token.text == name for token in code_tokens(tokenize(text))) for text in texts
    )


def _claim(problem: Problem) -> str:
    statement: str = variables_of(problem)["statement"]
    return " ".join(normalise(statement.replace(problem.name, "", 1)).split())
