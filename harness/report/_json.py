"""A run's figures as one JSON object."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from harness.checker import Status
from harness.report._causes import causes_json
from harness.report._words import run_json
from harness.stats import estimate

if TYPE_CHECKING:
    from harness.run.summary import RunSummary


def summary_json(summary: RunSummary, ks: Iterable[int]) -> dict[str, Any]:
    """The object that `run --json` prints; every value is of a JSON type.

    run_dir, bench, model: texts. label: of --label, or null. scope: problems and budget in words; split,
    limit and names behind it are under selection (null for older runs). subset: of, of_problems, problems,
    names_sha256, lean of the part of a bench that was run, else null. n: attempts planned per problem;
    rounds: the most repair rounds of a sample; count: what k counts. k: the ks, ascending.
    pass_at_k: "k" -> {estimate, low, high} as fractions. solved, problems: counts.
    verdicts: status -> count, all five statuses. Also: complete, early_stop, estimator,
    short ("k" -> problems with fewer than k attempts), reasons ("status/reason" -> count),
    no_code (why -> count of the attempts rejected as `no_code`), errors and answers (see `causes_json`),
    lean_cpu_s (CPU seconds spent in Lean), lean_cpu_saved_s (those of verdicts that were known before),
    prompt_tokens, completion_tokens, cost (null where they weren't counted), by_messages (whether a server's
    messages alone were judged by), no_replay (a sentence where no kernel replayed the proofs, else null).

    Raises UsageError for an impossible k and for a run without problems.
    """
    figures = estimate(summary, ks)
    return {
        "run_dir": str(summary.run_dir),
        **run_json(summary),
        "k": [figure.k for figure in figures],
        "pass_at_k": {
            str(figure.k): {"estimate": figure.estimate, "low": figure.low, "high": figure.high}
            for figure in figures
        },
        "solved": summary.solved,
        "verdicts": {status.value: summary.verdicts.get(status.value, 0) for status in Status},
        "estimator": figures[0].estimator.value,
        "short": {str(figure.k): figure.short for figure in figures},
        "reasons": dict(sorted(summary.reasons.items())),
        "no_code": dict(summary.no_code),
        **causes_json(summary),
        "lean_cpu_s": summary.lean_cpu_s,
        "lean_cpu_saved_s": summary.lean_cpu_saved_s,
        "prompt_tokens": summary.prompt_tokens,
        "completion_tokens": summary.completion_tokens,
        "cost": summary.cost,
        "by_messages": summary.settings.by_messages,
    }
