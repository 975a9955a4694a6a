"""Runs as entries of a leaderboard: one JSON object, its schema is in docs/exports.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from harness.stats import estimate, require_no_part_beside_whole, solved_interval

if TYPE_CHECKING:
    from harness.run.store import RunStore
    from harness.run.summary import RunSummary

LEADERBOARD_FORMAT = "prover-eval leaderboard"
LEADERBOARD_VERSION = 1


def leaderboard(stores: Sequence[RunStore], ks: Iterable[int] | None = None) -> dict[str, Any]:
    """One entry per run, by the estimate at the largest common k, the best first; fractions in 0..1.

    ks: None means 1 and the run's n. Raises UsageError for an impossible k, a run without problems, or a
    part of a bench beside the whole; StoreError.
    """
    summaries = [store.summary() for store in stores]
    require_no_part_beside_whole(summaries)
    chosen = None if ks is None else sorted(set(ks))
    entries = [_entry(*pair, chosen) for pair in zip(stores, summaries, strict=True)]
    common = set.intersection(*(set(entry["pass_at_k"]) for entry in entries)) if entries else set()
    if common:
        best = max(common, key=int)
        entries.sort(key=lambda entry: -entry["pass_at_k"][best]["estimate"])
    return {"format": LEADERBOARD_FORMAT, "version": LEADERBOARD_VERSION, "entries": entries}


def _entry(store: RunStore, summary: RunSummary, ks: Sequence[int] | None) -> dict[str, Any]:
    figures = estimate(summary, sorted({1, summary.n}) if ks is None else ks)
    low, high = solved_interval(summary)
    settings = summary.settings
    return {
        "model": summary.model,
        "backend": settings.backend,
        "model_args": settings.model_args,
        "bench": summary.bench,
        "subset": settings.json.get("subset"),
        "scope": summary.scope,
        "label": summary.label,
        "selection": settings.json.get("selection"),
        "bench_sha256": settings.bench_sha256,
        "problems_sha256": settings.problems_sha256,
        "splits": sorted({problem.split for problem in summary.problems}),
        "problems": len(summary.problems),
        "samples": summary.n,
        "rounds": summary.repair_rounds,
        "cut_at_proofs": summary.cut_at_proofs,
        "early_stop": summary.early_stop,
        "complete": summary.complete,
        "estimator": figures[0].estimator.value,
        "level": 0.95,
        "pass_at_k": {
            str(figure.k): {
                "estimate": figure.estimate,
                "low": figure.low,
                "high": figure.high,
                "short": figure.short,
            }
            for figure in figures
        },
        "solved": {"count": summary.solved, "low": low, "high": high},
        "solved_problems": [problem.name for problem in summary.problems if problem.solved],
        "verdicts": dict(summary.verdicts),
        "reasons": dict(summary.reasons),
        "cost": _cost(store, summary),
        "sampling": settings.sampling,
        "prompt": settings.prompt,
        "seed": settings.json.get("seed"),
        "check": settings.check,
        "no_replay": settings.no_replay_warning,
        "run": store.folder.resolve().name,
        "created": store.info.get("created"),
        "prover_eval": store.info.get("prover_eval"),
    }


def _cost(store: RunStore, summary: RunSummary) -> dict[str, Any]:
    """Sums over all attempts; tokens are None when a text's number isn't known."""
    sums: dict[str, int | None] = {"prompt_tokens": 0, "completion_tokens": 0}
    attempts = 0
    for row in store.attempts():
        if row.exhausted:
            continue
        attempts += 1
        for name in sums:
            number, so_far = getattr(row, name), sums[name]
            sums[name] = None if number is None or so_far is None else so_far + number
    return {
        "attempts": attempts,
        **sums,
        "lean_cpu_s": round(summary.lean_cpu_s, 3),
        "lean_cpu_saved_s": round(summary.lean_cpu_saved_s, 3),
    }
