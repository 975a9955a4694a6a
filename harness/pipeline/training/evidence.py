"""What earlier runs say of a problem: the share of its attempts that proved it, and greedy solutions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harness.errors import UsageError
from harness.run.store import RunStore, is_run


def run_folders(folder: Path) -> Iterator[Path]:
    """The run folders in a folder, itself among them, the names in order."""
    for path in sorted(each for each in (folder, *folder.rglob("*")) if each.is_dir()):
        if is_run(path):
            yield path


def pass_rates(folder: Path) -> dict[str, float]:
    """For each problem of the runs in a folder the share of its decided attempts that are proofs.

    Under early stop that is the likeliest rate for a first proof at the last attempt. Raises StoreError.
    """
    tried: dict[str, tuple[int, int]] = {}
    for path in run_folders(folder):
        with RunStore.open_readonly(path) as store:
            for problem in store.summary().problems:
                decided = [outcome for outcome in problem.outcomes if outcome is not None]
                proofs, attempts = tried.get(problem.name, (0, 0))
                tried[problem.name] = (proofs + sum(decided), attempts + len(decided))
    return {name: proofs / attempts for name, (proofs, attempts) in tried.items() if attempts}


def solved_greedily(folder: Path) -> frozenset[str]:
    """The problems that greedy decoding solved in the runs in a folder.

    Raises UsageError where there is no run, or one whose samples were drawn with a temperature.
    """
    found: set[str] = set()
    runs = list(run_folders(folder))
    if not runs:
        raise UsageError(f"{folder} holds no run: give the folder of one that was made with --greedy")
    for path in runs:
        with RunStore.open_readonly(path) as store:
            if store.settings.sampling.get("temperature") != 0:
                raise UsageError(f"{path} isn't greedy: make the run with --greedy, one sample each")
            found |= {problem.name for problem in store.summary().problems if problem.solved}
    return frozenset(found)
