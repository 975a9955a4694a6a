"""What a recording has and a run wants, where the two differ."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence

from harness.backends import Backend
from harness.bench import Bench
from harness.errors import UsageError
from harness.problem import Problem

_SHOWN = 3


def compare_recording(
    backend: Backend, bench: Bench, problems: Sequence[Problem], n: int, say: Callable[[str], None]
) -> None:
    """Tell which recorded names aren't problems of the run, which problems have no recording, and how many
    samples are more than the run draws; nothing for a backend that isn't a recording.

    n: samples for each problem. Raises UsageError when the recording has nothing for this run.
    """
    names, counts = getattr(backend, "names", None), getattr(backend, "counts", None)
    if names is None:
        return
    recorded: Mapping[str, int] = counts() if counts is not None else dict.fromkeys(names(), 0)
    wanted = {problem.name for problem in problems}
    strange = [name for name in recorded if name not in wanted]
    if len(strange) == len(recorded):
        raise UsageError(_nothing(strange, bench))
    if strange:
        say(f"note: {len(strange)} recorded names are no problem of this run, e.g. {_some(strange)}")
    lacking = [problem.name for problem in problems if problem.name not in recorded]
    if lacking:
        say(
            f"note: {len(lacking)} of {len(problems)} problems have no recorded sample and count as "
            f"unsolved, e.g. {_some(lacking)}"
        )
    beyond = {name: count - n for name, count in recorded.items() if name in wanted and count > n}
    if beyond:
        say(
            f"note: {sum(beyond.values())} recorded samples of {len(beyond)} problems are beyond --n {n} and "
            f"aren't used (the longest has {n + max(beyond.values())})"
        )


def _nothing(strange: Sequence[str], bench: Bench) -> str:
    text = f"the recording has no sample for any problem of this run; its names are {_some(strange)}"
    known = [problem.name for problem in bench.problems]
    if elsewhere := [name for name in strange if name in set(known)]:
        where = f"in bench {bench.name}, but not chosen: look at --split, --limit, --problem"
        return f"{text}. {_some(elsewhere)}: {where}"
    close = difflib.get_close_matches(strange[0], known, n=1, cutoff=0.5)
    meant = close[0] if close else known[0]
    return f"{text}. Bench {bench.name} has names like {meant}: look at --bench, or rename the rows"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
