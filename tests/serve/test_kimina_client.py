"""The real kimina-client from PyPI against a real service; its verdicts are those of `check`.

PROVER_EVAL_SERVE_SNIPPETS sets how many snippets are sent, 80 by default.
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
import typing_extensions

from harness.bench import Problem, find_bench

COUNT = int(os.environ.get("PROVER_EVAL_SERVE_SNIPPETS", "80"))
AT_ONCE = 16
SLOW = "  repeat (have h : True := trivial)\n"


@pytest.fixture(scope="module", autouse=True)
def importable(tmp_path_factory: pytest.TempPathFactory) -> None:
    """kimina-client 0.2 takes TypedDict from `typing`, which pydantic refuses before Python 3.12."""
    patch = pytest.MonkeyPatch()
    patch.setattr("typing.TypedDict", typing_extensions.TypedDict)
    pytest.importorskip("kimina_client")
    patch.undo()


def snippets() -> list[tuple[Problem, str, str]]:
    """(problem, candidate, what `check` says): reference proofs, proofs of others, holes, loops."""
    bench = find_bench("nng")
    chosen: list[tuple[Problem, str, str]] = []
    random_ = random.Random(5)
    # Proofs of the hardest levels may take seconds, as long as the loops are given.
    easy = [problem for problem in bench.problems if problem.metadata["level"] <= 2]
    proved = [(problem, bench.reference_proof(problem.name)) for problem in easy]
    for number in range(COUNT):
        problem, proof = proved[number % len(proved)]
        assert proof is not None
        kind = number % 20
        if kind == 0:
            chosen.append((problem, SLOW, "timeout_error"))
        elif kind < 4:
            chosen.append((problem, "  sorry\n", "sorry"))
        elif kind < 10:
            other = random_.choice(proved)[1] or ""
            chosen.append((problem, f"  exact Nat.foo{number}\n{other}", "lean_error"))
        else:
            chosen.append((problem, proof, "valid"))
    return chosen


def whole(problem: Problem, proof: str) -> str:
    return f"{problem.header}{problem.formal_statement.rstrip()}\n{proof}"


def test_its_own_test_passes(service: str) -> None:
    from kimina_client import AsyncKiminaClient, KiminaClient

    client = KiminaClient(api_url=service)
    assert client.health() == {"status": "ok"}
    client.test()

    async def asynchronous() -> None:
        other = AsyncKiminaClient(api_url=service)
        await other.test()
        await other.session.aclose()

    asyncio.run(asynchronous())


async def check_all(address: str, asked: Any) -> Any:
    from kimina_client import AsyncKiminaClient

    client = AsyncKiminaClient(api_url=address)
    try:
        return await client.check(asked, timeout=3, batch_size=1, max_workers=AT_ONCE, show_progress=False)
    finally:
        await client.session.aclose()


def test_many_snippets_at_once(service: str) -> None:
    from kimina_client import Snippet

    stop = threading.Event()

    def hang_up() -> None:
        body = {
            "codes": [{"custom_id": 1, "proof": whole(find_bench("nng").problems[0], SLOW)}],
            "timeout": 30,
        }
        while not stop.wait(0.5):
            with pytest.raises(httpx.TimeoutException):
                httpx.post(service + "/verify", json=body, timeout=0.3)

    cases = snippets()
    asked = [Snippet(id=str(at), code=whole(p, proof)) for at, (p, proof, _) in enumerate(cases)]
    thread = threading.Thread(target=hang_up)
    thread.start()
    try:
        found = asyncio.run(check_all(service, asked))
    finally:
        stop.set()
        thread.join()
    by_id = {result.id: str(result.analyze().status.value) for result in found.results}
    wrong = [
        (at, by_id[str(at)], wanted) for at, (_, _, wanted) in enumerate(cases) if by_id[str(at)] != wanted
    ]
    assert not wrong


def test_verdicts_are_those_of_check(service: str, tmp_path: Path) -> None:
    statuses = {"valid": "proved", "sorry": "rejected", "lean_error": "rejected", "timeout_error": "timeout"}
    problem = find_bench("nng").problems[0]
    of_one = [(proof, kind) for p, proof, kind in snippets() if p.name == problem.name]
    files = []
    for number, (proof, _) in enumerate([*of_one, ("  simp\n", "valid")]):
        files.append(tmp_path / f"{number}.lean")
        files[-1].write_text(whole(problem, proof), "utf-8")
    command = [sys.executable, "-m", "harness", "check", "--bench", "nng", "--problem", problem.name]
    command += ["--cpu-limit", "3", "--json", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    import json

    said = [json.loads(line)["status"] for line in done.stdout.splitlines()]
    assert said == [statuses[kind] for _, kind in [*of_one, ("", "valid")]]
