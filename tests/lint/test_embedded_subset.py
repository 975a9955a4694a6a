"""Which statements of a bench for Mathlib are judged on the embedded Lean, decided by the real one."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from harness.bench import Bench, fetch, find_sources
from harness.bench._subset import on_embedded
from harness.checker import CheckerSpec, Reason, Status
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import Engine, ProcessEngine
from harness.checker.engines.repl.engine import Undecided
from harness.checker.references import References
from harness.errors import DamageWarning, InfrastructureError
from harness.lean.olean import name_str, read_olean
from harness.lean.toolchain import Toolchain
from harness.lint import decide_subset, open_bench
from harness.lint._mathlib_names import SHARED_NAMES
from harness.problem import Problem
from harness.sandbox import Limits

HEADER = (
    "import Mathlib\nimport Aesop\n\nset_option maxHeartbeats 0\n\n"
    "open BigOperators Real Nat Topology Rat\n\n"
)

KEPT = {
    "naturals": "theorem naturals (n : ℕ) (h : n % 7 = 5) : 5 * n % 7 = 4 := by",
    "integers": "theorem integers (a b : ℤ) : abs (a - b) = abs (b - a) := by",
    "casts": "theorem casts (a b : ℕ) (h : (a : ℤ) - b = 3) : Nat.gcd a b ∣ 3 := by",
    "opened_name": "theorem opened_name (a b : ℕ) : gcd a b = Nat.gcd b a := by",
    "functions": "theorem functions (f : ℕ → ℤ) (h : ∀ n ≥ 5, f n = f (n - 1)) : f 6 = f 5 := by",
    "hypothesis_twice": "theorem hypothesis_twice (n : ℕ) (h : 0 < n) (h : 1 < n) : ∃ m > 0, m < n := by",
}
# Each would compile, or nearly, and say something else than with Mathlib.
LEFT_OUT = {
    "real_as_variable": ("theorem real_as_variable (f : ℝ → ℝ) : f = f := by", "doesn't compile"),
    "real_alone": ("theorem real_alone (x : ℝ) : x = x := by", "doesn't compile"),
    "pi_as_variable": ("theorem pi_as_variable (f : ℕ → ℕ) : f π = f π := by", "doesn't compile"),
    "booleans": ("theorem booleans (b : Bool) (n : ℕ) : b = (n == n) := by", "mentions BEq"),
    "classical": ("theorem classical (h : ∃ n : ℕ, n > 3) : h.choose > 3 := by", "mentions Exists.choose"),
    "log_two": ("theorem log_two : Nat.log2 8 = 3 := by", "mentions Nat.log2"),
    "factorial": ("theorem factorial (n : ℕ) : 0 < n ! := by", "doesn't compile"),
    "sums": ("theorem sums : ∑ k in Finset.range 3, k = 3 := by", "doesn't compile"),
    "congruence": ("theorem congruence (a : ℤ) : a ≡ a [ZMOD 7] := by", "doesn't compile"),
    "bars": ("theorem bars (a : ℤ) : |a| = |-a| := by", "doesn't compile"),
}


def bench_of(statements: dict[str, str], header: str = HEADER) -> Bench:
    problems = tuple(Problem(name, "test", f"{text}\n", header) for name, text in statements.items())
    return on_embedded(Bench("published:first", Path(), "lake", problems, "0" * 64, "test"))


def decided(
    bench: Bench, toolchain: Toolchain, engine: Engine, cache: Path, lines: list[str] | None = None
) -> Bench:
    async def decide() -> Bench:
        try:
            return await decide_subset(
                bench,
                toolchain.revision,
                References(toolchain, engine, Limits(), cache),
                cache,
                jobs=2,
                say=(lines if lines is not None else []).append,
            )
        finally:
            await engine.close()

    return asyncio.run(decide())


def reasons(cache: Path) -> dict[str, str]:
    (file,) = (cache / "subsets").rglob("*.json")
    found: dict[str, str] = json.loads(file.read_bytes()[32:])
    return found


def test_what_means_the_same_is_kept(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path
) -> None:
    mixed = KEPT | {name: text for name, (text, _) in LEFT_OUT.items()}
    lines: list[str] = []
    chosen = decided(bench_of(mixed), toolchain, process_engine, tmp_path, lines)
    found = reasons(tmp_path)
    assert [problem.name for problem in chosen.problems] == list(KEPT), found
    assert lines[-1] == (
        f"published:first@embedded: {len(KEPT)} of {len(mixed)} published statements "
        "compile on the embedded Lean"
    )
    for name, (_, why) in LEFT_OUT.items():
        assert why in found[name], (name, found[name])


def test_the_answer_is_kept_by_content(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path
) -> None:
    bench = bench_of({"naturals": KEPT["naturals"], "bars": LEFT_OUT["bars"][0]})
    first = decided(bench, toolchain, process_engine, tmp_path)

    # Whoever asked Lean again would get no answer.
    none = References(toolchain, Undecided(), Limits(), tmp_path / "none")
    again = asyncio.run(
        decide_subset(bench, toolchain.revision, none, tmp_path, jobs=1, say=lambda line: None)
    )
    assert again == first
    (file,) = (tmp_path / "subsets").rglob("*.json")
    file.write_bytes(file.read_bytes().replace(b"bars", b"barx"))
    with pytest.warns(DamageWarning):
        assert decided(bench, toolchain, process_engine, tmp_path) == first, "a damaged answer was believed"
    other = bench_of({"naturals": KEPT["naturals"], "bars": KEPT["integers"].replace("integers", "bars")})
    assert len(decided(other, toolchain, process_engine, tmp_path).problems) == 2


def test_headers_with_definitions(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path
) -> None:
    step = "def step : ℕ → ℤ\n  | 0 => 0\n  | n + 1 => 2 * step n + 1\n"
    header = f"{HEADER}{step}\ndef power (n : ℕ) : ℕ := {{}}\n"
    statement = "theorem defined (n : ℕ) : step n ≤ step (power n) := by"
    for value, count in (("2 ^ n", 1), ("Nat.log2 n", 0)):
        statements = {"defined": statement, "naturals": KEPT["naturals"]}
        chosen = decided(
            bench_of(statements, header.format(value)), toolchain, process_engine, tmp_path / value[:3]
        )
        assert len(chosen.problems) == 1 + count, reasons(tmp_path / value[:3])


def test_a_header_that_binds_unknown_names(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path
) -> None:
    header = f"{HEADER}set_option autoImplicit true\n"
    bench = bench_of({"a": "theorem a (x : ℝ) : x = x := by"}, header)
    kept = bench_of({"naturals": KEPT["naturals"]})
    both = replace(bench, problems=(*bench.problems, *kept.problems))
    chosen = decided(both, toolchain, process_engine, tmp_path)
    assert [problem.name for problem in chosen.problems] == ["naturals"]


def test_our_own_trouble_decides_nothing(toolchain: Toolchain, tmp_path: Path) -> None:
    from harness.sandbox.bubblewrap import Bubblewrap

    broken = replace(toolchain, library=tmp_path / "libleanshared.so")
    with pytest.raises(InfrastructureError):
        decided(bench_of(KEPT), broken, ProcessEngine(broken, Bubblewrap()), tmp_path)
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        ("(-7 : ℤ) / 2 = -4 ∧ (-7 : ℤ) % 2 = 1", True),
        ("(-7 : ℤ) / 2 = -3 ∧ (-7 : ℤ) % 2 = -1", False),
        ("(7 : ℤ) / -2 = -3 ∧ (7 : ℤ) % -2 = 1", True),
        ("(5 : ℤ) / 0 = 0 ∧ (5 : ℤ) % 0 = 5 ∧ 5 / 0 = 0 ∧ 5 % 0 = 5", True),
        ("3 - 5 = 0 ∧ (3 : ℤ) - 5 = -2 ∧ 1 / 4 = 0 ∧ 0 ^ 0 = 1", True),
        ("3 - 5 + 5 = 3", False),
        ("Nat.gcd 0 6 = 6 ∧ Nat.lcm 0 6 = 0 ∧ Nat.gcd 12 18 = 6", True),
        ("Int.toNat (-3) = 0 ∧ Int.natAbs (-3) = 3 ∧ Int.gcd (-4) 6 = 2", True),
        ("0 ∣ 0 ∧ ¬ 0 ∣ 3 ∧ (-2 : ℤ) ∣ 6", True),
        ("(3 : Fin 5) + 4 = 2 ∧ (3 : Fin 5) - 4 = 4 ∧ (7 : Fin 5) = 2", True),
        ("max 3 5 = 5 ∧ min (-3 : ℤ) 5 = -3", True),
    ],
)
def test_operations_have_mathlibs_conventions(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path, claim: str, holds: bool
) -> None:
    chosen = decided(
        bench_of({"claim": f"theorem claim : {claim} := by"}), toolchain, process_engine, tmp_path
    )
    (problem,) = chosen.problems
    checker = Checker(toolchain, process_engine, CheckSettings(Limits()), tmp_path)
    verdict = asyncio.run(checker.check(problem, "decide"))
    assert verdict.proved is holds, verdict


def test_whole_files_for_mathlib_are_judged(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path
) -> None:
    """A model that knows Mathlib alone repeats the published header, with its own limits."""
    bench = bench_of({"naturals": KEPT["naturals"]})
    (problem,) = decided(bench, toolchain, process_engine, tmp_path).problems
    checker = Checker(toolchain, process_engine, CheckSettings(Limits()), tmp_path)
    header = HEADER.replace("maxHeartbeats 0", "maxHeartbeats 400000")
    right = asyncio.run(checker.check(problem, f"{header}{KEPT['naturals']}\n  omega\n"))
    assert right.status is Status.PROVED, right
    wrong = asyncio.run(
        checker.check(problem, f"{header}{KEPT['naturals'].replace('= 4', '< 9')}\n  omega\n")
    )
    assert (wrong.status, wrong.reason) == (Status.REJECTED, Reason.STATEMENT)


def test_every_shared_name_is_in_the_library(toolchain: Toolchain) -> None:
    names: set[str] = set()
    for path in toolchain.search_path[0].rglob("*.olean"):
        names.update(map(name_str, read_olean(path.read_bytes(), file=path.name).constants))
    assert not SHARED_NAMES - names


@pytest.mark.parametrize(
    ("name", "file", "count"),
    [
        ("minif2f:deepseek-v1.5", "minif2f/deepseek_v15_minif2f.jsonl", 123),
        ("fimo:classic", "fimo/fimo_lean4_hard_and_easy.json", 10),
        ("proofnet:deepseek-v1.5", "proofnet/deepseek_v15_proofnet.jsonl", 5),
    ],
)
def test_the_published_files(
    toolchain: Toolchain,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    file: str,
    count: int,
) -> None:
    if not (folder := os.environ.get("PROVER_EVAL_BENCH_DATA")):
        pytest.skip("PROVER_EVAL_BENCH_DATA names no folder with the published files")
    monkeypatch.setenv("PROVER_EVAL_CACHE", str(tmp_path))
    sources = find_sources(name)
    assert sources is not None
    fetch(sources.variant(name.partition(":")[2]), given=Path(folder) / file, say=lambda line: None)

    async def opened() -> Bench:
        # Hundreds of texts: the engine that a run takes.
        async with open_bench(name, (), CheckerSpec(lean="embedded"), say=lambda line: None) as (bench, _):
            return bench

    assert len(asyncio.run(opened()).problems) == count
