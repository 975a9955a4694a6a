"""Rows as a Parquet file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from harness.errors import UsageError
from harness.export._rows import FIELDS, TEXT_FIELDS

_GROUP = 4096


def write_parquet(rows: Iterable[Mapping[str, Any]], path: Path, *, texts: bool = False) -> int:
    """Write rows of `attempt_rows` to `path`, in row groups of 4096; returns how many there were.

    The file is there whole or not at all. Text that isn't UTF-8 gets backslash escapes.

    Raises UsageError when pyarrow isn't installed or the file can't be written.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError(
            "Parquet needs pyarrow: pip install 'prover-eval[export]', or take --format jsonl"
        ) from error
    kinds = {
        "text": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "texts": pa.list_(pa.string()),
        "json": pa.string(),
    }
    fields = {**FIELDS, **(TEXT_FIELDS if texts else {})}
    schema = pa.schema([(name, kinds[kind]) for name, kind in fields.items()])
    new = path.with_name(f"{path.name}.new")
    source, count = iter(rows), 0
    try:
        with pq.ParquetWriter(new, schema, compression="zstd") as writer:
            while group := list(islice(source, _GROUP)):
                columns = {name: [_value(row[name], kind) for row in group] for name, kind in fields.items()}
                writer.write_table(pa.table(columns, schema=schema))
                count += len(group)
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise UsageError(f"{path} can't be written ({error}): give another --out") from error
    return count


def _value(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "json":
        return json.dumps(value)
    if kind == "text":
        return _utf8(value)
    return [_utf8(text) for text in value] if kind == "texts" else value


def _utf8(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
