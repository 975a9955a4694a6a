"""Whether a service judges as `check` does: python benchmarks/serve_agreement.py [--count N] [--at-once N]

The real kimina-client sends whole files of every kind (see _mixed.py), each one different, to a service of
its own, while other clients drop their connections in the middle of a check. Every answer is compared with
the verdict of the checker on the same candidate. Ends with 1 when one differs, or when the service was left
with work that nobody waits for.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
from _mixed import Candidate, mixed
from _service import serving

from harness.checker import CheckerSpec, LeanNeeds, open_checker
from harness.checker.verdict import Reason, Status, Verdict
from harness.problem import Problem
from harness.sandbox import Limits

LIMITS = Limits(cpu_s=2, memory=256 << 20, heartbeats=2_000)
OPTIONS = ("--cpu-limit", "2", "--memory-limit", "256", "--heartbeats", "2000")
SHOWN = 20
PER_HANG_UP = 20
"""Snippets for each client that hangs up."""
_LEAVES_S, _SETTLES_S = 0.4, 30.0
# A file has its options in its own text, where the policy has a say; the kinds must end as they do in _mixed.
_ALLOWED = {"memory": "set_option maxRecDepth 1000000\n\n", "cpu": "set_option maxHeartbeats 100000000\n\n"}


def different(count: int) -> list[Candidate]:
    """The mixed candidates, each with a theorem of its own name, all under the service's limits."""
    found = []
    for number, each in enumerate(mixed(count)):
        imports = "".join(each.problem.header.partition("Embedded.Arith\n\n")[:2])
        name = f"served_{number}"
        statement = each.problem.formal_statement.replace(each.problem.name, name, 1)
        problem = Problem(name, "test", statement, imports + _ALLOWED.get(each.kind, ""))
        found.append(replace(each, problem=problem, limits=LIMITS))
    return found


def whole(candidate: Candidate) -> str:
    """The file that a client sends."""
    return f"{candidate.problem.header}{candidate.problem.formal_statement}\n{candidate.text}\n"


def as_kimina(verdict: Verdict) -> str:
    """The status that Kimina's client must make of an answer with this verdict."""
    if verdict.proved:
        return "valid"
    if verdict.reason is Reason.INCOMPLETE:
        return "sorry"
    if verdict.reason in (Reason.CPU, Reason.WALL):
        return "timeout_error"
    return "server_error" if verdict.status in (Status.RESOURCE, Status.INFRASTRUCTURE) else "lean_error"


def client_class() -> Any:
    """AsyncKiminaClient, which takes TypedDict from `typing`; pydantic refuses that before Python 3.12."""
    import typing

    import typing_extensions

    own, typing.TypedDict = typing.TypedDict, typing_extensions.TypedDict
    try:
        from kimina_client import AsyncKiminaClient
    finally:
        typing.TypedDict = own
    return AsyncKiminaClient


async def ask(address: str, chosen: Sequence[Candidate], at_once: int) -> list[str]:
    """What the client makes of the answers, in order."""
    client = client_class()(api_url=address)
    from kimina_client import Snippet

    try:
        asked = [Snippet(id=str(number), code=whole(each)) for number, each in enumerate(chosen)]
        found = await client.check(
            asked,
            timeout=int(LIMITS.cpu_s),
            reuse=False,
            batch_size=1,
            max_workers=at_once,
            show_progress=False,
        )
    finally:
        await client.close()
    by_id = {result.id: result.analyze().status.value for result in found.results}
    return [by_id[str(number)] for number in range(len(chosen))]


async def hang_up(address: str, times: int) -> None:
    """Send a file that takes long, and leave while it is checked."""
    slow = next(each for each in different(100) if each.kind == "cpu")
    async with httpx.AsyncClient(base_url=address, timeout=_LEAVES_S) as client:
        for number in range(times):
            body = {"codes": [{"custom_id": number, "proof": whole(slow)}], "disable_cache": True}
            try:
                await client.post("/verify", json=body)
            except httpx.TimeoutException:
                continue
            raise RuntimeError("a slow file was answered before the client hung up")


async def figures(address: str) -> dict[str, float]:
    """The service's figures without labels."""
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        lines = (await client.get("/metrics")).text.splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#") and "{" not in line)
    return {name: float(value) for name, value in pairs}


async def served(address: str, chosen: Sequence[Candidate], at_once: int) -> tuple[list[str], dict[str, Any]]:
    """(the client's statuses, what became of those who hung up)."""
    times = max(1, len(chosen) // PER_HANG_UP)
    leaving = asyncio.create_task(hang_up(address, times))
    try:
        statuses = await ask(address, chosen, at_once)
        await leaving
    finally:
        leaving.cancel()
    deadline = time.monotonic() + _SETTLES_S
    while (found := await figures(address))["prover_eval_running"] + found["prover_eval_waiting"]:
        if time.monotonic() > deadline:
            break
        await asyncio.sleep(0.1)
    left = int(found["prover_eval_running"] + found["prover_eval_waiting"])
    return statuses, {"hung_up": times, "noticed": int(found["prover_eval_hung_up_total"]), "left": left}


async def checked(cache: Path, chosen: Sequence[Candidate]) -> list[str]:
    """What the checker itself says, as the client would name it."""
    spec, needs = CheckerSpec(limits=LIMITS, engine="fork"), LeanNeeds("the candidates", "embedded")
    async with open_checker(spec, needs, cache=cache) as opened:
        slots = asyncio.Semaphore(len(os.sched_getaffinity(0)))

        async def one(candidate: Candidate) -> str:
            async with slots:
                return as_kimina(await opened.checker.check(candidate.problem, candidate.text))

        return list(await asyncio.gather(*map(one, chosen)))


def compare(count: int, at_once: int, cache: Path) -> dict[str, Any]:
    """Both statuses of every candidate: how many of each kind ended how, and those that differ."""
    chosen = different(count)
    started = time.monotonic()
    with serving(*OPTIONS) as address:
        theirs, hung_up = asyncio.run(served(address, chosen, at_once))
    seconds = time.monotonic() - started
    ours = asyncio.run(checked(cache, chosen))
    ended = Counter(f"{each.kind}: {status}" for each, status in zip(chosen, theirs, strict=True))
    differing = [
        (each.kind, number, served, own)
        for number, (each, served, own) in enumerate(zip(chosen, theirs, ours, strict=True))
        if served != own
    ]
    return {
        "compared": count,
        "at_once": at_once,
        "differing": differing,
        **hung_up,
        "statuses": dict(sorted(ended.items())),
        "served_s": round(seconds),
    }


def main() -> int:
    """Compare and print; 1 when an answer differs or work was left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="snippets  [default: 1000]")
    parser.add_argument("--at-once", type=int, default=16, help="requests at once  [default: 16]")
    options = parser.parse_args()
    cache = Path(tempfile.gettempdir()) / f"prover-eval-benchmark-{os.getuid()}"
    cache.mkdir(mode=0o700, exist_ok=True)
    found = compare(options.count, options.at_once, cache)
    for each in found["differing"][:SHOWN]:
        print(f"differs: {each}", file=sys.stderr)
    found["differing"] = len(found["differing"])
    print(json.dumps(found, indent=1))
    return 1 if found["differing"] or found["left"] or found["noticed"] < found["hung_up"] else 0


if __name__ == "__main__":
    sys.exit(main())
