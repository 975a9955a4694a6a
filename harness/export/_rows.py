"""One row per attempt, for JSONL, CSV, Parquet and data frames."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from harness.checker.codec import record_row

if TYPE_CHECKING:
    from harness.run.store import AttemptRow, RunStore

# Field -> type; "json" is an object or a list in JSONL and its JSON text in Parquet.
FIELDS: Mapping[str, str] = {
    "run": "text",
    "bench": "text",
    "subset": "json",
    "scope": "text",
    "label": "text",
    "model": "text",
    "problem": "text",
    "split": "text",
    "attempt": "int",
    "seed": "int",
    "prompt_sha256": "text",
    "prompt_tokens": "int",
    "completion_tokens": "int",
    "finish_reason": "text",
    "latency_s": "float",
    "exhausted": "bool",
    "status": "text",
    "reason": "text",
    "detail": "text",
    "proved": "bool",
    "axioms": "texts",
    "cpu_s": "float",
    "wall_s": "float",
    "record": "json",
}
TEXT_FIELDS: Mapping[str, str] = {"prompt": "text", "text": "text", "proof": "text", "messages": "json"}


def attempt_rows(store: RunStore, *, texts: bool = False) -> Iterator[dict[str, Any]]:
    """Every stored attempt in bench order, by index, with the fields FIELDS, and TEXT_FIELDS with `texts`.

    status, reason, proved, axioms, cpu_s and wall_s are None for an attempt that isn't judged; proved is
    None for `infrastructure`, too, which is no verdict. Rows are read one by one. Raises StoreError.
    """
    run = store.folder.resolve().name
    bench, model = store.settings.bench, store.settings.model
    summary = store.summary()
    splits = {problem.name: problem.split for problem in summary.problems}
    for row in store.attempts():
        yield {
            "run": run,
            "bench": bench,
            "subset": store.settings.json.get("subset"),
            "scope": summary.scope,
            "label": summary.label,
            "model": model,
            "problem": row.problem,
            "split": splits[row.problem],
            **_attempt(row),
            **(_texts(row) if texts else {}),
        }


def json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Each row as one line of ASCII JSON, with its line end."""
    for row in rows:
        yield json.dumps(row) + "\n"


def csv_lines(rows: Iterable[Mapping[str, Any]], *, texts: bool = False) -> Iterator[str]:
    """A heading, then each row as CSV with line feeds; a missing value is empty, truth is true or false, and
    lists and objects are JSON. Text that isn't UTF-8 gets backslash escapes."""
    fields = {**FIELDS, **(TEXT_FIELDS if texts else {})}
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(fields)
    for row in rows:
        writer.writerow(_csv_value(row[name], kind) for name, kind in fields.items())
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _csv_value(value: Any, kind: str) -> Any:
    if value is None:
        return ""
    if kind in ("json", "texts", "bool"):
        return json.dumps(value)
    return value.encode("utf-8", "backslashreplace").decode() if kind == "text" else value


def _attempt(row: AttemptRow) -> dict[str, Any]:
    judged = row.status is not None
    axioms = row.axioms()
    return {
        "attempt": row.index,
        "seed": row.seed,
        "prompt_sha256": row.prompt_hash(),
        "prompt_tokens": row.prompt_tokens,
        "completion_tokens": row.completion_tokens,
        "finish_reason": row.finish_reason,
        "latency_s": row.latency_s,
        "exhausted": row.exhausted,
        "status": None if row.status is None else row.status.value,
        "reason": None if row.reason is None else row.reason.value,
        "detail": row.detail,
        "proved": None if row.status in (None, "infrastructure") else row.status == "proved",
        "axioms": None if axioms is None else list(axioms),
        "cpu_s": row.cpu_s if judged else None,
        "wall_s": row.wall_s if judged else None,
        "record": record_row(row.record()),
    }


def _texts(row: AttemptRow) -> dict[str, Any]:
    return {
        "prompt": row.prompt(),
        "text": row.text(),
        "proof": row.proof(),
        "messages": [asdict(message) for message in row.messages()],
    }
