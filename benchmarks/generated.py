"""Generated statements against Lean: python benchmarks/generated.py [--count 3600] [--checked 1000] [--json]

Draws statements from one seed and prints, each with CPU seconds:
types: how many different kernel types they have, and how many of equal type differ in truth.
labels: every construction and witness of the first `--checked` of them through the whole checker; one that
isn't proved disagrees with its label.
ladder: how many true ones among the first `--ladder` the backend `tactics` proves with its fixed ladder.
box: how many of the false ones about numbers the box refuter refutes, and how many true ones.

A disagreement, a refuted true statement, or equal types of different truth end the program with code 1.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from _local_checker import LIMITS, check_all, local_checker

from harness.backends.base import Request, Sample
from harness.backends.tactics import TacticsBackend
from harness.checker.checker import Checker
from harness.checker.engines import Elaboration, Engine
from harness.pipeline.box import NotNumeric, box_refutation
from harness.pipeline.generator.generate import Generator
from harness.pipeline.generator.statements import GeneratedStatement, Truth
from harness.pipeline.kernel_types import kernel_types
from harness.sandbox import Limits

RUNGS = 10


class Metered(Engine):
    """An engine that adds up the CPU seconds of its texts."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self.cpu_s = engine, 0.0

    def description(self) -> Mapping[str, Any]:
        return self._engine.description()

    async def elaborate(self, text: str, limits: Limits) -> Elaboration:
        done = await self._engine.elaborate(text, limits)
        self.cpu_s += done.cpu_s
        return done

    async def close(self) -> None:
        await self._engine.close()


async def types(checker: Checker, statements: Sequence[GeneratedStatement]) -> dict[str, Any]:
    engine, started = Metered(checker.engine), time.process_time()
    found = await kernel_types(engine, [each.problem() for each in statements], limits=LIMITS)
    truths: dict[str, set[Truth]] = {}
    for each, kernel in zip(statements, found, strict=True):
        truths.setdefault(kernel, set()).add(each.truth)
    return {
        "statements": len(found),
        "distinct": len(truths),
        "of_two_truths": sum(len(known) > 1 for known in truths.values()),
        "python_cpu_s": time.process_time() - started,
        "lean_cpu_s": engine.cpu_s,
    }


async def labels(checker: Checker, statements: Sequence[GeneratedStatement]) -> dict[str, Any]:
    pairs = [(each, *shown) for each in statements for shown in each.shown()]
    verdicts = await check_all(checker, [pair[1:] for pair in pairs])
    wrong = [
        {"statement": problem.formal_statement, "proof": proof, "why": verdict.detail}
        for (_, problem, proof), verdict in zip(pairs, verdicts, strict=True)
        if not verdict.proved
    ]
    kinds = Counter(f"{each.family} {each.truth}" for each, *_ in pairs)
    cpu = sum(verdict.cpu_s for verdict in verdicts)
    return {
        "checks": len(pairs),
        "disagree": wrong,
        "by_kind": dict(sorted(kinds.items())),
        "lean_cpu_s": cpu,
    }


async def ladder(checker: Checker, statements: Sequence[GeneratedStatement]) -> dict[str, Any]:
    backend, samples = TacticsBackend({}), tuple(Sample(i, i) for i in range(RUNGS))
    true = [each for each in statements if each.truth is Truth.TRUE]
    pairs = [
        (each.problem(), generation.text)
        for each in true
        async for generation in backend.generate(Request(each.problem(), samples))
    ]
    verdicts = await check_all(checker, pairs)
    solved: dict[str, list[int]] = {}
    for at, each in enumerate(true):
        proved = any(verdict.proved for verdict in verdicts[at * RUNGS : (at + 1) * RUNGS])
        of = solved.setdefault(each.family, [0, 0])
        of[0] += proved
        of[1] += 1
    total = sum(of[0] for of in solved.values())
    return {
        "true": len(true),
        "solved": total,
        "share": total / len(true),
        "by_family": dict(sorted(solved.items())),
        "lean_cpu_s": sum(verdict.cpu_s for verdict in verdicts),
    }


async def box(checker: Checker, statements: Sequence[GeneratedStatement]) -> dict[str, Any]:
    found: dict[str, Any] = {"not_numeric": 0}
    for truth in (Truth.FALSE, Truth.TRUE):
        asked = []
        for each in statements:
            if each.truth is truth:
                script = box_refutation(each.problem())
                if isinstance(script, NotNumeric):
                    found["not_numeric"] += 1
                else:
                    asked.append((each, (each.negation(), script)))
        verdicts = await check_all(checker, [pair for _, pair in asked])
        missed = [
            each.claim.text()
            for (each, _), verdict in zip(asked, verdicts, strict=True)
            if not verdict.proved and truth is Truth.FALSE
        ]
        cpu = sum(verdict.cpu_s for verdict in verdicts)
        found[str(truth)] = {
            "asked": len(asked),
            "refuted": sum(verdict.proved for verdict in verdicts),
            "missed": missed,
            "mean_cpu_s": cpu / max(1, len(asked)),
        }
    return found


async def measure(args: argparse.Namespace) -> dict[str, Any]:
    started = time.process_time()
    statements = list(islice(Generator(args.seed).distinct(), args.count))
    drawn = time.process_time() - started
    kinds = Counter(f"{each.truth} {each.extent or ''}".strip() for each in statements)
    async with local_checker() as checker:
        return {
            "seed": args.seed,
            "drawn": {"cpu_s": drawn, "by_truth": dict(sorted(kinds.items()))},
            "types": await types(checker, statements),
            "labels": await labels(checker, statements[: args.checked]),
            "ladder": await ladder(checker, statements[: args.ladder]),
            "box": await box(checker, statements[: args.boxed]),
        }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, default in (
        ("seed", 11),
        ("count", 3_600),
        ("checked", 1_000),
        ("ladder", 200),
        ("boxed", 400),
    ):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = asyncio.run(measure(args))
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        for name, value in found.items():
            print(f"{name}: {json.dumps(value, ensure_ascii=False)}")
    wrong = (
        found["types"]["of_two_truths"] + len(found["labels"]["disagree"]) + found["box"]["true"]["refuted"]
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
