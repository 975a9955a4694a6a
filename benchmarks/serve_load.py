"""How a small check fares while 200 clients load the service: benchmarks/serve_load.py [--quick] [--json]

One service, 2 checkers, a key for each client. The probe sends one small check at a time on a kept
connection, first alone, then while 200 clients send batches of candidates without a pause, another has more
requests under way than it may, and one does harm: requests that never end, wrong keys in front of large
bodies, bodies of nothing but brackets. Every verdict is compared with what is known of its candidate.

small_check_p99_over_alone: 99th percentile of the probe's times under load over their median alone.
peak_rss_mb: most memory of the service's own process. wrong: verdicts that aren't what they must be, none
included. served: items judged for the others. refused_with_429: of the greedy client's requests.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

CLIENTS = 200
BATCH = 8
CHECKERS = 2
GREEDY = 100
HEADER = "prelude\nimport Embedded.Arith\n\n"
STATEMENT = "theorem t (a b : Nat) : a + b + 0 = b + a := by\n"
RIGHT = ("  omega", "  simp [Nat.add_comm]", "  exact Nat.add_comm a b", "  rw [Nat.add_zero, Nat.add_comm]")
WRONG = ("  rfl", "  simp", "  exact Nat.add_comm b a", "  decide")


@dataclass
class Found:
    """What came of it. small: seconds of each small check."""

    wrong: int = 0
    served: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    greedy: Counter[int] = field(default_factory=Counter)
    small: list[float] = field(default_factory=list)


def item(number: int, texts: random.Random) -> tuple[dict[str, Any], str]:
    """A candidate that no other is like, and its status."""
    right = texts.random() < 0.5
    body = texts.choice(RIGHT if right else WRONG)
    more = "".join(f"  have h{i} : {i} + a = a + {i} := by omega\n" for i in range(texts.randrange(6)))
    row = {"id": number, "name": "t", "header": HEADER, "formal_statement": STATEMENT}
    return {**row, "candidate": f"{more}{body} -- {number}"}, "proved" if right else "rejected"


def client(address: str, key: str) -> httpx.AsyncClient:
    headers = {"authorization": f"Bearer {key}"}
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=4)
    return httpx.AsyncClient(base_url=address, headers=headers, timeout=600, limits=limits)


async def ask(asking: httpx.AsyncClient, found: Found, numbers: list[int], texts: random.Random) -> int:
    """The status of HTTP for one batch, whose verdicts are compared and counted."""
    pairs = [item(number, texts) for number in numbers]
    answer = await asking.post("/v1/check", json={"items": [row for row, _ in pairs]})
    found.statuses[answer.status_code] += 1
    if answer.status_code == 200:
        for row, (_, status) in zip(answer.json()["results"], pairs, strict=True):
            found.served += 1
            found.wrong += row["status"] not in (status, "infrastructure")
            found.wrong += row["status"] == "infrastructure"
    return answer.status_code


async def load(address: str, key: str, found: Found, numbers: Iterator[int]) -> None:
    texts = random.Random(key)
    async with client(address, key) as asking:
        while True:
            await ask(asking, found, [next(numbers) for _ in range(BATCH)], texts)


async def greedy(address: str, key: str, found: Found, numbers: Iterator[int]) -> None:
    """One client with more requests at once than it may have."""
    texts = random.Random(key)

    async def one(asking: httpx.AsyncClient) -> None:
        while True:
            status = await ask(asking, found, [next(numbers)], texts)
            found.greedy[status] += 1
            await asyncio.sleep(1 if status == 429 else 0)

    async with client(address, key) as asking:
        await asyncio.gather(*(one(asking) for _ in range(GREEDY)))


async def harm(address: str, key: str) -> None:
    """Requests that never end, large bodies behind a wrong key, and bodies of nothing but brackets."""
    host, port = address.removeprefix("http://").split(":")
    held = []
    for number in range(50):
        with suppress(OSError):
            _, writer = await asyncio.open_connection(host, int(port))
            writer.write(b"POST /verify HTTP/1.1\r\nhost: x\r\n" if number % 2 else b"POST /ver")
            held.append(writer)
    lists = b'{"codes":[' + b"[]," * 300_000 + b"[]]}"
    async with client(address, key) as known, client(address, "wrong") as unknown:
        while True:
            for asking, body in ((known, lists), (unknown, b"x" * 5_000_000), (known, b"[" * 1_000_000)):
                with suppress(httpx.HTTPError):
                    await asking.post("/verify", content=body)
                await asyncio.sleep(0.2)


async def probe(address: str, key: str, found: Found, count: int, numbers: Iterator[int]) -> list[float]:
    """Seconds of each of `count` small checks, one after the other."""
    times, texts = [], random.Random(f"{key}{count}")
    async with client(address, key) as asking:
        for _ in range(count):
            started = time.monotonic()
            if (status := await ask(asking, found, [next(numbers)], texts)) != 200:
                raise RuntimeError(f"a small check got {status}")
            times.append(time.monotonic() - started)
            await asyncio.sleep(0.05)
    return times


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def serving(keys: list[str], cache: Path) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "harness", "serve", "--port", "0", "--max-checkers", str(CHECKERS)]
    environment = {**os.environ, "PROVER_EVAL_API_KEYS": ",".join(keys)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    for line in process.stderr or ():
        if line.startswith("serving"):
            return process, line.split(" on ")[1].split(",")[0]
    raise RuntimeError(f"the service didn't start; see {cache}")


def peak_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


async def measure(address: str, keys: list[str], alone: int, loaded: int) -> tuple[Found, dict[str, Any]]:
    found, numbers = Found(), itertools.count(random.randrange(1 << 40))
    own, rest = keys[0], keys[1:]
    await probe(address, own, found, 3, numbers)
    before = await probe(address, own, found, alone, numbers)
    say(f"alone: {1000 * statistics.median(before):.0f} ms")
    quiet = found.served
    tasks = [asyncio.create_task(load(address, key, found, numbers)) for key in rest[2:]]
    tasks.append(asyncio.create_task(greedy(address, rest[0], found, numbers)))
    tasks.append(asyncio.create_task(harm(address, rest[1])))
    await asyncio.sleep(3)
    during: list[float] = []
    for part in range(10):
        during += await probe(address, own, found, loaded // 10, numbers)
        middle = 1000 * statistics.median(during)
        say(f"under load {part + 1}/10: {middle:.0f} ms, {found.served - quiet} served")
    for task in tasks:
        task.cancel()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    if faults := [each for each in ends if not isinstance(each, asyncio.CancelledError)]:
        say(f"{len(faults)} clients ended by themselves, as {faults[0]!r}")
    cuts = statistics.quantiles(during, n=100)
    typical = statistics.median(before)
    return found, {
        "small_check_p99_over_alone": round(cuts[98] / typical, 2),
        "small_check_median_over_alone": round(statistics.median(during) / typical, 2),
        "small_check_alone_ms": round(1000 * typical, 1),
        "wrong": found.wrong,
        "served": found.served - quiet - loaded,
        "refused_with_429": found.greedy[429],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer small checks")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    keys = [f"key-{number:04}" for number in range(CLIENTS + 3)]
    with tempfile.TemporaryDirectory() as folder:
        process, address = serving(keys, Path(folder))
        try:
            _, figures = asyncio.run(measure(address, keys, *((30, 100) if arguments.quick else (100, 500))))
            figures["peak_rss_mb"] = round(peak_mb(process.pid), 1)
        finally:
            process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(60)
            process.kill()
            process.wait()
    if arguments.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:32} {value}")


if __name__ == "__main__":
    main()
