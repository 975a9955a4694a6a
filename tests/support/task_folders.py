"""A maker of task folders, real files on disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HEADER = "prelude\nimport Embedded.Base\n\n"


def row(name: str, statement: str = "True", **more: Any) -> dict[str, Any]:
    """A canonical row whose theorem says `statement`."""
    return {
        "name": name,
        "split": "test",
        "informal_prefix": f"/-- About {name}. -/\n",
        "formal_statement": f"theorem {name} : {statement} := by\n",
        "goal": f"⊢ {statement}",
        "header": HEADER,
        **more,
    }


def write_bench(
    folder: Path, *, name: str = "small", rows: list[Any] | bytes | None = None, yaml: str | None = None
) -> Path:
    """A task folder; `rows`: JSON values, or the whole file as bytes; `yaml`: the whole task.yaml."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [row("one"), row("two", "1 = 1")] if rows is None else rows
    if not isinstance(rows, bytes):
        rows = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in rows).encode()
    (folder / "rows.jsonl").write_bytes(rows)
    (folder / "task.yaml").write_text(yaml or f"name: {name}\ndata: rows.jsonl\nlean: embedded\n")
    return folder
