"""The commands that print the figures of the pipeline, at a small size."""

from __future__ import annotations

import json
import sys

import generated
import pytest


def test_generated_statements_are_measured(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["--seed", "11", "--count", "60", "--checked", "6", "--ladder", "4", "--boxed", "14", "--json"]
    monkeypatch.setattr(sys, "argv", ["generated.py", *words])
    assert generated.main() == 0
    found = json.loads(capsys.readouterr().out)
    assert found["types"]["statements"] == 60 >= found["types"]["distinct"] > 50
    assert found["types"]["lean_cpu_s"] > 0 and found["labels"]["disagree"] == []
    assert found["labels"]["checks"] == sum(found["labels"]["by_kind"].values()) >= 6
    assert found["box"]["true"]["refuted"] == 0 < found["box"]["false"]["refuted"]
