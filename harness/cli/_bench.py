"""The bench that a command is about, on the Lean that it is to have."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from harness.bench import Bench, find_bench
from harness.checker.engines import Engine
from harness.checker.engines.choose import make_engine
from harness.checker.references import References
from harness.cli._options import CheckOptions
from harness.cli._setup import admitted, say, toolchain_of
from harness.lint import decide_subset
from harness.resources import cache_folder
from harness.sandbox import Limits


async def chosen_bench(
    name: str, include_path: Sequence[Path], checking: CheckOptions, *, max_checkers: int | None = None
) -> Bench:
    """The bench called `name`; on another Lean than its own, with the problems alone that compile there.

    Which ones do is asked of Lean once and kept. Raises as find_bench and decide_subset do.
    """
    bench = find_bench(name, include_path, workspace=checking.workspace, lean=checking.lean)
    if bench.subset is None:
        return bench
    toolchain = toolchain_of(bench, checking)
    jobs = admitted(checking, max_checkers).checkers
    engines: list[Engine] = []

    def references() -> References:
        engines.append(
            make_engine(checking.engine, toolchain, checking.sandbox, say, cache=cache_folder(), jobs=jobs)
        )
        return References(toolchain, engines[0], Limits(), cache_folder())

    try:
        return await decide_subset(bench, toolchain.revision, references, cache_folder(), jobs=jobs, say=say)
    finally:
        for engine in engines:
            await engine.close()
