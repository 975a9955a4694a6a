"""A run as lm-eval's results_*.json and samples_*.jsonl."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.errors import UsageError
from harness.stats import Metric, MetricKind, check_ks, metric_values

if TYPE_CHECKING:
    from harness.problem import Problem
    from harness.run.store import AttemptRow, RunStore
    from harness.run.summary import RunSummary


@dataclass(frozen=True, slots=True)
class LmEvalFiles:
    """The two files that were written."""

    results: Path
    samples: Path


def write_lm_eval(
    store: RunStore,
    out: Path,
    ks: Iterable[int],
    *,
    problems: Sequence[Problem] | None = None,
    texts: bool = False,
) -> LmEvalFiles:
    """Write OUT/MODEL/results_DATE.json and OUT/MODEL/samples_TASK_DATE.jsonl, as lm-eval 0.4.13 names them.

    DATE is when the run was made, so that the same run gives the same file names. ks: a metric pass@k each.
    problems: of the run's bench, for the documents; without them a document is a name and a split. texts:
    with prompts, models' texts and candidates; without, they are empty.
    A sample is a problem: `resps` has its attempts' texts, `filtered_resps` their candidates, `verdicts`
    their statuses. The standard error is lm-eval's own, the deviation over problems by the root of their
    number; our intervals are in the leaderboard's export.

    Raises UsageError for an impossible k, a run without problems, or files that can't be written, StoreError.
    """
    summary = store.summary()
    chosen = check_ks(ks, summary.n)
    if not summary.problems:
        raise UsageError(f"the run in {summary.run_dir} has no problems, so there is nothing to export")
    task = re.sub(r"\W", "_", summary.bench)
    model = re.sub(r"[\"<>:/|\\?*\[\]]+", "__", summary.model)
    created = datetime.fromisoformat(store.info.get("created", "1970-01-01T00:00:00+00:00"))
    # lm-eval has microseconds here; these keep runs apart that were made in one second.
    digest = _hash(json.dumps(dict(summary.settings.json), sort_keys=True))
    stamp = created.replace(tzinfo=None, microsecond=int(digest[:8], 16) % 1_000_000)
    date = stamp.isoformat(timespec="microseconds").replace(":", "-")
    values = {f"pass@{k}": metric_values(summary, Metric(MetricKind.PASS, k)).tolist() for k in chosen}
    folder = out / model
    files = LmEvalFiles(folder / f"results_{date}.json", folder / f"samples_{task}_{date}.jsonl")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        hashes = []
        with files.samples.open("w", encoding="utf-8") as file:
            for sample in _samples(store, summary, values, problems or (), texts):
                hashes.append(sample["doc_hash"] + sample["prompt_hash"] + sample["target_hash"])
                file.write(json.dumps(sample) + "\n")
        content = _results(store, summary, task, values, created)
        content["task_hashes"] = {task: _hash("".join(hashes))}
        files.results.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{folder} can't be written ({error}): give another --out") from error
    return files


def _results(
    store: RunStore, summary: RunSummary, task: str, values: Mapping[str, Sequence[float]], created: datetime
) -> dict[str, Any]:
    settings, count = summary.settings, len(summary.problems)
    metrics: dict[str, Any] = {"name": task, "alias": summary.ground, "sample_len": count}
    for name, each in values.items():
        mean = sum(each) / count
        metrics[f"{name},none"] = mean
        spread = sum((value - mean) ** 2 for value in each)
        metrics[f"{name}_stderr,none"] = (spread / (count - 1) / count) ** 0.5 if count > 1 else "N/A"
    model_args = ",".join(f"{key}={value}" for key, value in settings.model_args.items())
    return {
        "results": {task: metrics},
        "group_subtasks": {task: []},
        "configs": {
            task: {
                "task": task,
                "output_type": "generate_until",
                "repeats": summary.n,
                "num_fewshot": 0,
                "metric_list": [
                    {"metric": name, "aggregation": "mean", "higher_is_better": True} for name in values
                ],
                "generation_kwargs": settings.sampling,
                "metadata": {"version": 1, "prover_eval": settings.json},
            }
        },
        "versions": {task: 1},
        "n-shot": {task: 0},
        "higher_is_better": {task: dict.fromkeys(values, True)},
        "n-samples": {task: {"original": count, "effective": count}},
        "config": {
            "model": summary.model,
            "model_args": model_args,
            "gen_kwargs": settings.sampling,
            "random_seed": settings.json.get("seed"),
        },
        "date": created.timestamp(),
        "model_source": "prover-eval",
        "model_name": summary.model,
        "scope": summary.scope,
        "label": summary.label,
        "model_name_sanitized": re.sub(r"[\"<>:/|\\?*\[\]]+", "__", summary.model),
        "prover_eval_version": store.info.get("prover_eval"),
        "complete": summary.complete,
        "no_replay": settings.no_replay_warning,
        "verdicts": dict(summary.verdicts),
    }


def _samples(
    store: RunStore,
    summary: RunSummary,
    values: Mapping[str, Sequence[float]],
    problems: Sequence[Problem],
    texts: bool,
) -> Iterator[dict[str, Any]]:
    known = {problem.name: problem for problem in problems}
    sampling = dict(summary.settings.sampling)
    for number, outcome in enumerate(summary.problems):
        problem = known.get(outcome.name)
        doc = {"name": outcome.name, "split": outcome.split} if problem is None else _doc(problem)
        attempts = [row for row in store.attempts(outcome.name) if not row.exhausted]
        prompt = next((text for row in attempts if (text := row.prompt())), "") if texts else ""
        yield {
            "doc_id": number,
            "doc": doc,
            "target": "",
            "arguments": {"gen_args_0": {"arg_0": prompt, "arg_1": sampling}},
            "resps": [_texts_of(attempts, "text", texts)],
            "filtered_resps": [_texts_of(attempts, "proof", texts)],
            "filter": "none",
            "metrics": list(values),
            "doc_hash": _hash(json.dumps(doc, indent=2, ensure_ascii=False)),
            "prompt_hash": _hash(prompt),
            "target_hash": _hash(""),
            **{name: each[number] for name, each in values.items()},
            "verdicts": [None if row.status is None else row.status.value for row in attempts],
        }


def _doc(problem: Problem) -> dict[str, Any]:
    """The canonical fields alone: other fields differ from row to row, which readers of tables can't take."""
    from harness.problem import CANONICAL_FIELDS

    return {name: getattr(problem, name) for name in CANONICAL_FIELDS}


def _texts_of(attempts: Sequence[AttemptRow], name: str, wanted: bool) -> list[str]:
    if not wanted:
        return [""] * len(attempts)
    found = [row.text() if name == "text" else row.proof() for row in attempts]
    # Readers want UTF-8, which has no lone surrogates.
    return [(text or "").encode("utf-8", "backslashreplace").decode() for text in found]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
