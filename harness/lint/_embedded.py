"""Which published statements of a bench for Mathlib can be judged on the embedded Lean.

A statement is left out when it doesn't compile there, and when it mentions something that nobody compared
with Mathlib's: it would compile and say something else.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from harness.bench import Bench, narrowed
from harness.cachefile import load_sealed, save_sealed
from harness.checker.references import References
from harness.errors import DataError, StatementError
from harness.lean.olean import name_str, parse_name
from harness.lean.olean.reach import mentioned, own_reached
from harness.lean.source import code_tokens, tokenize
from harness.lint._mathlib_names import SHARED_NAMES
from harness.problem import Problem

FORMAT = "1"
# Seconds between two lines of progress.
_PROGRESS_S = 5.0


async def decide_subset(
    bench: Bench,
    revision: str,
    references: References,
    cache: Path,
    *,
    jobs: int,
    say: Callable[[str], None],
) -> Bench:
    """The bench with the problems alone whose statements hold on this Lean; another bench as it is.

    revision: of the toolchain. references: compile the statements, where the cache doesn't have the answer.
    cache: folder for what lasts. jobs: statements compiled at once. say: takes lines of progress.
    Raises UsageError when no problem is left, InfrastructureError when our side broke.
    """
    if bench.subset is None or bench.subset.decided:
        return bench
    path = cache / "subsets" / FORMAT / revision[:16] / f"{_key(bench)}.json"
    try:
        left_out = json.loads(load_sealed(path))
    except (OSError, DataError):
        say(f"{bench.name}: compiling {bench.subset.whole} published statements (once) ...")
        left_out = await _left_out(bench, references, jobs, say)
        save_sealed(path, json.dumps(left_out, ensure_ascii=False, indent=1).encode())
    kept = [problem.name for problem in bench.problems if problem.name not in left_out]
    say(
        f"{bench.name}: {len(kept)} of {bench.subset.whole} published statements compile on the embedded Lean"
    )
    return narrowed(bench, kept)


def _key(bench: Bench) -> str:
    rows = [(problem.name, problem.header, problem.formal_statement) for problem in bench.problems]
    return hashlib.sha256(json.dumps([sorted(SHARED_NAMES), rows]).encode()).hexdigest()


async def _left_out(
    bench: Bench, references: References, jobs: int, say: Callable[[str], None]
) -> dict[str, str]:
    """Why a problem is left out, by name, in the order of the bench."""
    slots = asyncio.Semaphore(max(1, jobs))
    done, reported = 0, time.monotonic()

    async def look(problem: Problem) -> str | None:
        nonlocal done, reported
        async with slots:
            found = await _why_not(problem, references)
        done += 1
        if time.monotonic() - reported > _PROGRESS_S:
            reported = time.monotonic()
            say(f"  {done} of {len(bench.problems)}")
        return found

    tasks = [asyncio.ensure_future(look(problem)) for problem in bench.problems]
    try:
        reasons = await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    named = zip(bench.problems, reasons, strict=True)
    return {problem.name: reason for problem, reason in named if reason is not None}


async def _why_not(problem: Problem, references: References) -> str | None:
    """Why the statement can't be judged here; None for one that can."""
    words = [token.text for token in code_tokens(tokenize(problem.header))]
    if ("autoImplicit", "true") in pairwise(words):
        return "its header has unknown names taken for variables"
    try:
        module = (await references.get(problem)).module
    except StatementError as error:
        return str(error)
    theorem = parse_name(problem.name)
    if theorem not in module.constants:
        return "its text declares no theorem of this name"
    own = set(own_reached(module, theorem))
    foreign = sorted(name_str(name) for name in mentioned(module, theorem) - own)
    strange = [name for name in foreign if name not in SHARED_NAMES]
    return f"mentions {', '.join(strange)}: not known to be the same with Mathlib" if strange else None
