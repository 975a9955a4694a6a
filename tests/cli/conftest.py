"""Run the real command line in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.resources import data_folder


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """Recorded candidates for the first twelve problems of nng: wrong, right, and a text with prose."""
    folder = data_folder("tasks") / "nng"
    names = [json.loads(line)["name"] for line in (folder / "problems.jsonl").read_text("utf-8").splitlines()]
    path = tmp_path / "recorded.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for name in names[:12]:
            right = (folder / "proofs" / f"{name}.lean").read_text("utf-8")
            for row in ({"proof": "sorry"}, {"proof": right}, {"text": "Try this:\n```lean4\nsorry\n```\n"}):
                file.write(json.dumps({"name": name, **row}) + "\n")
    return path
