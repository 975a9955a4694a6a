"""How large and how fast the HTML report is: python benchmarks/html_report.py [--n N] [--keep DIR] [--json]

Writes a synthetic run of 244 x 64 attempts through the run store: candidates are put together from the lines
of the reference proofs of bench `nng` with names drawn anew, in a text of prose and code, with messages like
Lean's. Builds the report in a process of its own, opens it in Chromium, and prints seconds and megabytes
beside the limits that the report is to keep: 10 s to build, 2 s to open, 25 MB. Exit code 1: one is not kept.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness.backends import Generation, Sampling
from harness.bench import Bench, find_bench
from harness.checker import Message, Reason, Status, Verdict
from harness.checker.codec import record_of
from harness.problem import Problem
from harness.run.plan import RunPlan
from harness.run.store import RunStore

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
LIMITS = {"built_s": 10.0, "opened_s": 2.0, "page_mb": 25.0}
RECORD = {"toolchain": "embedded", "lean": "4.35.0", "limits": {"cpu_s": 60.0}, "policy": "strict"}
CHECKED = record_of(RECORD)
PROSE = """
We are asked to prove a statement about natural numbers. The idea is to rewrite with the laws of addition and
multiplication until both sides agree, and to use induction where a product of variables is left. First the
base case follows by computation. For the step, assume the claim and unfold the definitions once.
"""


def problems_of(bench: Bench, count: int) -> tuple[Problem, ...]:
    """`count` problems with the statements of the bench, under new names once they are used up."""
    found = []
    for number in range(count):
        origin = bench.problems[number % len(bench.problems)]
        name = origin.name if number < len(bench.problems) else f"{origin.name}_{number}"
        statement = origin.formal_statement.replace(origin.name, name)
        found.append(
            Problem(
                name, "test", statement, origin.header, origin.informal_prefix, origin.goal, origin.metadata
            )
        )
    return tuple(found)


def candidate(rng: random.Random, lines: list[str], count: int) -> str:
    """Lines of real proofs, each with a hypothesis of its own."""
    pieces = []
    for line in rng.choices(lines, k=count):
        left, right = rng.randrange(10**3), rng.randrange(10**3)
        pieces.append(f"  have h{rng.randrange(10**4)} : {left} + n = n + {right} := by\n  {line}")
    return "\n".join(pieces)


def verdict(rng: random.Random, chance: float, code: str) -> Verdict:
    """Proved with that chance, else mostly rejected by a message about some line of the code."""
    cpu = rng.expovariate(1.0)
    if rng.random() < chance:
        return Verdict(Status.PROVED, axioms=("propext",), cpu_s=cpu, wall_s=cpu, record=CHECKED)
    if rng.random() < 0.05:
        return Verdict(Status.TIMEOUT, Reason.CPU, "CPU time over 60 s", cpu_s=60.0, record=CHECKED)
    found = []
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(5, 5 + code.count("\n") + 1)
        hypotheses = "\n".join(f"h{rng.randrange(10**4)} : {rng.randrange(10**3)} + n = n" for _ in range(6))
        goal = f"n m : Nat\n{hypotheses}\n\u22a2 n + m = m + n"
        text = f"Tactic `rewrite` failed: Did not find an occurrence of the pattern\n\n{goal}"
        found.append(Message("error", text, at, 2, at, 20))
    detail = f"line {found[0].line}: Tactic `rewrite` failed"
    return Verdict(Status.REJECTED, Reason.LEAN_ERROR, detail, None, tuple(found), cpu, cpu, CHECKED)


def write_run(folder: Path, problem_count: int, n: int, seed: int = 0) -> int:
    """Write the synthetic run; the number of characters in its texts."""
    bench = find_bench("nng")
    proofs = [bench.reference_proof(problem.name) or "" for problem in bench.problems]
    lines = [line for proof in proofs for line in proof.splitlines() if line.strip()]
    problems = problems_of(bench, problem_count)
    settings = {"bench_sha256": bench.sha256, "check": RECORD}
    plan = RunPlan(
        bench="nng",
        model="synthetic",
        problems=problems,
        n=n,
        seed=seed,
        sampling=Sampling(temperature=1.0),
        settings=settings,
    )
    rng = random.Random(seed)
    characters, words = 0, PROSE.split()
    with RunStore.create_or_open(folder, plan) as store:
        for problem in problems:
            chance = rng.betavariate(0.4, 0.8)
            prompt = f"Complete this:\n\n```lean4\n{problem.header}{problem.formal_statement}\n```\n"
            for index in range(n):
                code = candidate(rng, lines, rng.randint(4, 16))
                prose = " ".join(rng.choices(words, k=rng.randint(20, 160)))
                text = f"{prose}\n\n```lean4\n{problem.formal_statement}{code}\n```\n"
                made = Generation(index, rng.getrandbits(63), text, 300, len(text) // 3, "stop", 5.0)
                judged = verdict(rng, chance, code)
                store.put_generated(problem.name, made, code, prompt=prompt, verdict=judged)
                characters += len(text) + len(code) + sum(len(message.text) for message in judged.messages)
    return characters


def build(run: Path, page: Path) -> dict[str, float]:
    """Seconds of `prover-eval report RUN --html PAGE`, the start of Python included: on the clock, of CPU."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "harness", "report", str(run), "--html", str(page)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"built_s": time.perf_counter() - started, "built_cpu_s": cpu}


def open_page(page: Path) -> dict[str, float]:
    """Seconds until the page is ready for keys, and from a click on a problem until its attempt is shown."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS.split())
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        tab.goto("about:blank")
        started = time.perf_counter()
        tab.goto(page.resolve().as_uri())
        tab.wait_for_selector("html[data-ready]")
        opened = time.perf_counter() - started
        started = time.perf_counter()
        tab.click("#matrix tbody tr:nth-child(3) a")
        tab.wait_for_selector("#attempt .attempt")
        shown = time.perf_counter() - started
        browser.close()
    return {"opened_s": opened, "attempt_shown_s": shown}


def main() -> None:
    """Measure and print; exit code 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--problems", type=int, default=244)
    parser.add_argument("--n", type=int, default=64)
    parser.add_argument("--keep", type=Path, help="folder for the run and the page, kept and used again")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        run, page = folder / "run", folder / "report.html"
        characters = None if (run / "run.json").exists() else write_run(run, options.problems, options.n)
        figures: dict[str, float] = {"attempts": options.problems * options.n, **build(run, page)}
        figures["page_mb"] = page.stat().st_size / 1e6
        if characters is not None:
            figures["texts_mb"] = characters / 1e6
            figures["texts_by_page"] = characters / page.stat().st_size
        if CHROMIUM.exists():
            figures |= open_page(page)
    figures["load"] = os.getloadavg()[0]
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            limit = f"   limit {LIMITS[name]:g}" if name in LIMITS else ""
            print(f"{name:16} {value:10.2f}{limit}")
    sys.exit(any(figures.get(name, 0.0) > limit for name, limit in LIMITS.items()))


if __name__ == "__main__":
    main()
