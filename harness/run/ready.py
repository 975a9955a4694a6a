"""What a run still lacks, all told at once; and a bench's public data, which a run fetches by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from harness.bench import Bench, Source, bench_info, fetch, fetch_line, find_bench, is_fetched
from harness.checker.spec import CheckerSpec
from harness.errors import DataUnavailableError, LeanUnavailableError, UsageError

Say = Callable[[str], None]
_MODEL = (
    "a model: --model BACKEND/NAME, e.g. --model vllm/deepseek-ai/DeepSeek-Prover-V2-7B, or\n"
    "             --model openai/NAME -M base_url=URL for a server; --model tactics needs no weights"
)


def bench_for(
    name: str, include_path: Sequence[Path], checking: CheckerSpec, *, offline: bool = False, say: Say
) -> Bench:
    """The bench called `name`, as find_bench gives it, its public data downloaded where they aren't here.

    Raises what find_bench, fetch and require_all raise; with `offline` nothing is downloaded.
    """
    require_all(name, include_path, checking, model=True, offline=offline)
    source = bench_info(name, include_path).source
    if source is not None and not offline and not is_fetched(source):
        fetch(source, say=say)
    return find_bench(name, include_path, workspace=checking.workspace, lean=checking.lean)


def require_all(
    name: str, include_path: Sequence[Path], checking: CheckerSpec, *, model: bool, offline: bool = False
) -> None:
    """Raise the error that names everything that a run on that bench lacks; nothing is downloaded or started.

    model: whether one is named. Raises UsageError without a model, LeanUnavailableError without Mathlib, and
    DataUnavailableError where only the data lack and mayn't be downloaded.
    """
    info = bench_info(name, include_path)
    source = info.source if info.source is not None and not is_fetched(info.source) else None
    asks_server = checking.server is not None
    embedded = checking.lean == "embedded" or info.lean == "embedded"
    mathlib = not embedded and checking.workspace is None and not asks_server
    lacks = []
    if not model:
        lacks.append(_MODEL)
    if source is not None and (offline or not model or mathlib):
        lacks.append(_data(name, source, offline))
    if mathlib:
        lacks.append(_mathlib(info.toolchain, info.name))
    if not lacks:
        return
    things = "one thing is" if len(lacks) == 1 else f"{len(lacks)} things are"
    text = f"{things} missing for a run on {name}:\n" + "\n".join(f"  {lack}" for lack in lacks)
    if not model:
        raise UsageError(text)
    if mathlib:
        raise LeanUnavailableError(text)
    if offline:
        raise DataUnavailableError(text)


def _data(name: str, source: Source, offline: bool) -> str:
    """The data, where they come from and how they get here."""
    bench = name.partition(":")[0].partition("@")[0]
    variant = f" --variant {source.variant}" if ":" in name else ""
    command = f"prover-eval bench fetch {bench}{variant}"
    how = f"{command}, or --from FILE" if offline else f"a run fetches them, or {command}"
    return f"its data ({fetch_line(source)}):\n             {how}"


def _mathlib(toolchain: str | None, name: str) -> str:
    version = (toolchain or "").rpartition(":")[2]
    option = f" --toolchain {version}" if version else ""
    part = "" if name.startswith("leandojo") else ", or --lean embedded for the part that compiles without it"
    return (
        f"Mathlib: prover-eval setup --workspace DIR{option}, then --lean-workspace DIR{part}\n"
        "             (--bench minif2f-core and nng need none of it)"
    )
