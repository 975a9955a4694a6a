"""Tables as JSONL or Parquet, and the data set's card."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from harness.cachefile import write_whole
from harness.errors import StoreError, UsageError
from harness.pipeline.export.layouts import Layout

CARD: Final = "README.md"
_MODE: Final = 0o644


def write_table(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write rows of equal fields, as Parquet or JSONL by the file's name, whole or not at all.

    Text that isn't UTF-8 gets backslash escapes. Raises UsageError without pyarrow, StoreError.
    """
    clean = [_clean(row) for row in rows]
    try:
        if path.suffix != ".parquet":
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in clean)
            write_whole(path, text.encode(), _MODE)
            return
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError as error:
            raise UsageError(
                "Parquet needs pyarrow: pip install 'prover-eval[export]', or take --format jsonl"
            ) from error
        sink = pa.BufferOutputStream()
        pq.write_table(pa.Table.from_pylist(clean), sink, compression="zstd")
        write_whole(path, sink.getvalue().to_pybytes(), _MODE)
    except OSError as error:
        raise StoreError(f"{path} can't be written ({error})") from error


def write_card(
    folder: Path,
    *,
    layout: Layout,
    files: Mapping[str, int],
    counts: Mapping[str, Mapping[str, object]],
    licence: str,
    origin: Mapping[str, Any],
) -> None:
    """README.md of the data set: what is in it, from where, and what was left out.

    files: rows by file. counts: tables of counts by their titles. licence: an identifier of the Hugging Face
    hub. origin: whatever decides what is there, with hashes. Raises StoreError.
    """
    configs = [{"config_name": Path(name).stem, "data_files": name} for name in files]
    front = {
        "license": licence,
        "task_categories": ["text-generation"],
        "tags": ["lean4", "theorem-proving"],
        "configs": configs,
    }
    lines = [
        "---",
        yaml.safe_dump(front, sort_keys=False).strip(),
        "---",
        "",
        "# Verified proofs in Lean 4",
        "",
    ]
    lines += [
        "Every proof, and every refutation, was accepted by the checker of prover-eval, which replayed it in",
        "Lean's kernel. Rejected candidates were rejected by the same checker.",
        "",
        f"Fields for {layout.name}: {layout.hint}",
    ]
    for title, table in {"Files": files, **counts}.items():
        lines += ["", f"## {title}", "", "| what | how many |", "|---|---|"]
        lines += [f"| {name} | {count} |" for name, count in table.items()] or ["| nothing | 0 |"]
    lines += ["", "## Origin", "", "```json", json.dumps(origin, indent=1, ensure_ascii=False), "```", ""]
    try:
        write_whole(folder / CARD, "\n".join(lines).encode(), _MODE)
    except OSError as error:
        raise StoreError(f"{folder / CARD} can't be written ({error})") from error


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, Mapping):
        return {name: _clean(each) for name, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list) else value
