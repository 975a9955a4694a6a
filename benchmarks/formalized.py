"""What formalize makes of statements whose faithfulness is known: controlled English, read back by its
reference reader, as it is, in other words, and with one mistake each.

    python benchmarks/formalized.py --problems 30 --seed 7
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from harness.checker import CheckerSpec
from harness.pipeline.asking import StageModel
from harness.pipeline.formal.cells import FormalizedSample
from harness.pipeline.generator import HEADER, Claim, Generator
from harness.pipeline.generator.english import english, read_english
from harness.pipeline.loop import LoopFolder, open_tools
from harness.pipeline.stages.formalize import SAMPLES, FormalizeSettings, formalize


def _swapped(text: str) -> str:
    """The conclusion with its sides turned round."""
    found = re.fullmatch(r"(.*: )([^:,∃∀]+) (≤|<|=) ([^:,∃∀]+)", text)
    if found is None:
        return text
    before, left, relation, right = found.groups()
    return f"{before}{right} { {'≤': '≥', '<': '>', '=': '='}[relation] } {left}"


def _first_dropped(text: str) -> str:
    return re.sub(r" \(h1 : [^()]*(?:\([^()]*\)[^()]*)*\)", "", text, count=1)


# A kind, whether it keeps the meaning, and how it is made of the right text.
KINDS: dict[str, tuple[bool, Callable[[str], str]]] = {
    "as it is": (True, lambda text: text),
    "conclusion turned round": (True, _swapped),
    "first hypothesis lost": (False, _first_dropped),
    "≤ for the first <": (False, lambda text: text.replace("<", "≤", 1)),
    "Int for the first Nat": (False, lambda text: text.replace("Nat", "Int", 1)),
    "conclusion negated": (False, lambda text: re.sub(r": ([^:]*)$", r": ¬ (\1)", text)),
    "the statement True": (False, lambda text: ": True"),
}


def _write(folder: Path, claims: list[Claim], seed: int) -> list[tuple[str, str]]:
    """Write problems and answers; (problem, kind) of each answer, in order. A kind may change nothing."""
    problems, answers, kinds = [], [], []
    for at, claim in enumerate(claims):
        words, name = english(claim, seed + at), f"g{at}"
        problems.append({"id": name, "informal": words, "reference": f"theorem r {claim.text()}"})
        right = read_english(words).text()
        for kind, (_, make) in KINDS.items():
            text = make(right)
            if text != right or kind == "as it is":
                answers.append({"name": name, "text": f"```lean4\ntheorem {name} {text} := by sorry\n```"})
                kinds.append((name, kind))
    for file, rows in (("problems.jsonl", problems), ("answers.jsonl", answers)):
        (folder / file).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return kinds


async def _run(folder: Path, count: int, seed: int) -> None:
    claims = [each.claim for each in islice(Generator(seed, sizes=(1, 2, 3)).distinct(), count)]
    kinds = _write(folder, claims, seed)
    model = StageModel("replay", "formalize_chat", (f"path={folder / 'answers.jsonl'}",), n=len(KINDS))
    settings = FormalizeSettings(folder / "problems.jsonl", model, HEADER)
    async with open_tools(CheckerSpec(), [HEADER], say=lambda line: None) as tools:
        with LoopFolder(folder / "loop") as loop:
            result = await formalize(loop, tools, settings)
            samples = loop.finished("formalize").rows(SAMPLES, FormalizedSample.from_json)
    told: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for (_, kind), sample in zip(kinds, samples, strict=True):
        told[kind]["samples"] += 1
        told[kind]["compiles"] += sample.type is not None
        told[kind][f"faithful by {sample.by}" if sample.faithful else "not faithful"] += 1
    columns = ("samples", "compiles", "faithful by kernel", "faithful by equivalence")
    print("| text | meaning | " + " | ".join(columns) + " |")
    for kind, (keeps, _) in KINDS.items():
        row = " | ".join(str(told[kind][column]) for column in columns)
        print(f"| {kind} | {'kept' if keeps else 'changed'} | {row} |")
    print(json.dumps({"equivalence": result.metrics["equivalence"], "cost": dict(result.cost)}))


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--problems", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_run(Path(folder), given.problems, given.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
