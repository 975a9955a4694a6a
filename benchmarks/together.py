"""Whether candidates get the same verdict together as one by one: python benchmarks/together.py [--count N]

Attempts of three kinds, many for each statement: samples of backend `counts` for generated statements,
scripts of backend `tactics` for `nng`, and `nng`'s reference proofs with tokens changed. Each is judged by
the checker alone and by the same one with `--prefilter on`. Compared are status, reason, detail, axioms, what
was found good, and every message of Lean with its place. Ends with 1 when any of it differs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from typing import Any

from _attempts import Attempt, generated, mutated, of_tactics

from harness.bench import find_bench
from harness.checker import AnyChecker, CheckerSpec, LeanNeeds, Verdict, open_checker
from harness.checker.many import as_they_end
from harness.sandbox import Limits

LIMITS = Limits(cpu_s=20, heartbeats=20_000)
_SHOWN = 20
_EACH = 15
"""Attempts of a statement at least."""


async def attempts(count: int) -> list[Attempt]:
    """About `count` in all, a third of each kind."""
    nng = find_bench("nng")
    third = count // 3
    each_has = max(_EACH, -(-third // len(nng.problems)))
    some = nng.problems[:: max(1, len(nng.problems) * each_has // third)]
    made = generated(third, max(1, third // _EACH))
    return [*made, *await of_tactics(some, each_has), *mutated(nng, some, each_has)]


def compared(verdict: Verdict) -> tuple[object, ...]:
    """All of a verdict that may not differ."""
    return (
        verdict.status,
        verdict.reason,
        verdict.detail,
        verdict.axioms,
        verdict.messages,
        verdict.checks,
    )


async def verdicts(
    checker: AnyChecker, chosen: Sequence[Attempt], under_way: int
) -> tuple[list[Verdict], float]:
    """Those of all attempts, in order, and seconds on the clock."""
    started = time.monotonic()

    async def one(attempt: Attempt) -> Verdict:
        return await checker.check(*attempt)

    async with aclosing(as_they_end(chosen, one, under_way=under_way)) as ended:
        found = {number: verdict async for number, verdict in ended}
    return [found[number] for number in range(len(chosen))], time.monotonic() - started


async def compare(chosen: Sequence[Attempt], *, first_error: bool) -> dict[str, Any]:
    """Every attempt judged both ways: what differs, and what both cost."""
    needs = LeanNeeds("the attempts", "embedded")
    spec = CheckerSpec(limits=LIMITS, first_error=first_error, prefilter="on")
    async with open_checker(spec, needs, say=print) as opened:
        alone, alone_s = await verdicts(opened.local, chosen, opened.jobs + 1)
        together, together_s = await verdicts(opened.checker, chosen, opened.under_way)
    differing = [
        (*attempt, one, other)
        for attempt, one, other in zip(chosen, alone, together, strict=True)
        if compared(one) != compared(other)
    ]
    for problem, text, one, other in differing[:_SHOWN]:
        print(f"differs: {problem.name}: {text!r}\n  {compared(one)}\n  {compared(other)}", file=sys.stderr)
    return {
        "compared": len(chosen),
        "differing": len(differing),
        "verdicts": dict(Counter(f"{each.status}/{each.reason or ''}" for each in alone).most_common()),
        "decided_together": sum(each.record.prefiltered is True for each in together),
        "cpu_s": [round(sum(each.cpu_s for each in found), 1) for found in (alone, together)],
        "wall_s": [round(alone_s, 1), round(together_s, 1)],
    }


def main() -> int:
    """Compare and print; 1 when anything differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=6000, help="attempts, about")
    parser.add_argument("--first-error", action="store_true", help="with Lean's first errors alone")
    options = parser.parse_args()

    async def work() -> dict[str, Any]:
        return await compare(await attempts(options.count), first_error=options.first_error)

    found = asyncio.run(work())
    print(json.dumps(found, indent=1))
    return 1 if found["differing"] else 0


if __name__ == "__main__":
    sys.exit(main())
