"""A run as one small JSON file that can be committed, and reading either form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import harness
from harness.errors import DataError, UsageError
from harness.run.settings import RunSettings
from harness.run.shape import ends_at_proofs
from harness.run.store import RunStore
from harness.run.summary import ProblemOutcome, RunSummary
from harness.stats import attempts_digest

FORMAT = "prover-eval baseline"
VERSION = 1
_TYPES: Mapping[str, type] = {
    "run": str,
    "bench": str,
    "model": str,
    "n": int,
    "early_stop": bool,
    "settings": dict,
    "verdicts": dict,
    "reasons": dict,
    "lean_cpu_s": (float),
    "problems": list,
}


def read_run(path: Path) -> RunSummary:
    """The summary of a run folder, or of a file that `save_baseline` wrote.

    From a file the outcomes of a problem come in an order with the same number of attempts and of proofs
    and the same first proof, which gives the same figures for each k.

    Raises UsageError when there is neither, DataError for a damaged file, StoreError for a damaged run.
    """
    if path.is_file():
        return _load(path)
    if not path.exists():
        raise UsageError(f"{path} doesn't exist: give a run folder or a file made by `baseline save`")
    with RunStore.open_readonly(path) as store:
        return store.summary(with_marks=True)


def save_baseline(summary: RunSummary, path: Path) -> None:
    """Write the run's settings and the counts of each problem; the same run gives the same bytes.

    Raises UsageError for a run that lacks verdicts or has no problems, and when the file can't be written.
    """
    if not summary.problems:
        raise UsageError(f"{summary.run_dir} has no problems, so it is no baseline")
    if not summary.complete:
        raise UsageError(
            f"{summary.run_dir} lacks verdicts, so it is no baseline: give the command that made it again"
        )
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "prover_eval": harness.__version__,
        "run": summary.run_dir.resolve().name,
        "bench": summary.bench,
        "model": summary.model,
        "n": summary.n,
        "early_stop": summary.early_stop,
        "settings": dict(summary.settings.json),
        "verdicts": dict(summary.verdicts),
        "reasons": dict(summary.reasons),
        "lean_cpu_s": round(float(summary.lean_cpu_s), 3),
        "lean_cpu_saved_s": round(float(summary.lean_cpu_saved_s), 3),
        "attempts_sha256": attempts_digest(summary),
        "problems": [_counts(problem) for problem in summary.problems],
    }
    content["sha256"] = _digest(content)
    try:
        path.write_text(_text(content), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} can't be written ({error}): give another file") from error


def _counts(problem: ProblemOutcome) -> list[Any]:
    """[name, split, attempts with a verdict, proofs, number of the first proof from 1 or 0 for none]."""
    judged = [outcome for outcome in problem.outcomes if outcome is not None]
    first = judged.index(True) + 1 if True in judged else 0
    return [problem.name, problem.split, len(judged), judged.count(True), first]


def _text(content: Mapping[str, Any]) -> str:
    """JSON with one line per problem, so that a difference of two files can be read."""
    head = {key: value for key, value in content.items() if key not in ("problems", "sha256")}
    lines = ",\n".join(f"    {json.dumps(row)}" for row in content["problems"])
    opening = json.dumps(head, indent=2, sort_keys=False).removesuffix("\n}")
    return f'{opening},\n  "problems": [\n{lines}\n  ],\n  "sha256": "{content["sha256"]}"\n}}\n'


def _digest(content: Mapping[str, Any]) -> str:
    covered = {key: value for key, value in content.items() if key != "sha256"}
    return hashlib.sha256(json.dumps(covered, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _load(path: Path) -> RunSummary:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path} can't be read ({error}): give another file") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"no JSON ({error}): give a file made by `baseline save`", file=path) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise DataError("no baseline: give a run folder or a file made by `baseline save`", file=path)
    if content.get("version") != VERSION:
        raise DataError(
            f"baseline of version {content.get('version')!r}, this prover-eval reads {VERSION}: "
            "save it again from its run",
            file=path,
            field="version",
        )
    for field, kind in _TYPES.items():
        value = content.get(field)
        allowed = (int, float) if kind is float else kind
        if not isinstance(value, allowed) or (kind in (int, float) and isinstance(value, bool)):
            raise DataError(f"must be of type {kind.__name__}", file=path, field=field)
    if content.get("sha256") != _digest(content):
        raise DataError("was changed after it was saved: save it again from its run", file=path)
    return _summary(path, content)


def _summary(path: Path, content: Mapping[str, Any]) -> RunSummary:
    digest, saved = content.get("attempts_sha256"), content.get("lean_cpu_saved_s", 0.0)
    if not isinstance(digest, str | None) or type(saved) not in (int, float):
        raise DataError("lacks what `baseline save` writes: save it again from its run", file=path)
    try:
        settings = RunSettings.of(content["settings"])
    except DataError as error:
        raise DataError(f"its settings: {error}: save it again from its run", file=path) from None
    problems = tuple(
        _outcome(path, number, row, content["n"]) for number, row in enumerate(content["problems"])
    )
    if len({problem.name for problem in problems}) != len(problems):
        raise DataError("has a problem twice: save it again from its run", file=path, field="problems")
    return RunSummary(
        run_dir=path,
        bench=content["bench"],
        model=content["model"],
        n=content["n"],
        early_stop=content["early_stop"]
        or ("rounds" not in content["settings"] and ends_at_proofs(problems)),
        problems=problems,
        verdicts=content["verdicts"],
        reasons=content["reasons"],
        lean_cpu_s=float(content["lean_cpu_s"]),
        complete=True,
        settings=settings,
        lean_cpu_saved_s=float(saved),
        attempts_sha256=digest,
    )


def _outcome(path: Path, number: int, row: object, n: int) -> ProblemOutcome:
    if (
        isinstance(row, list)
        and [type(value) for value in row] == [str, str, int, int, int]
        and 0 <= row[3] <= row[2] <= n
        and (row[3] == 0) == (row[4] == 0)
        and 0 <= row[4] <= row[2] - row[3] + 1
    ):
        name, split, attempts, proofs, first = row
        before = max(first - 1, 0)
        outcomes = (False,) * before + (True,) * proofs + (False,) * (attempts - proofs - before)
        return ProblemOutcome(name, split, outcomes)
    raise DataError(
        "must be [name, split, attempts, proofs, first proof] with counts that can be",
        file=path,
        field=f"problems[{number}]",
    )
