"""The commands that print the figures of the pipeline, at a small size."""

from __future__ import annotations

import json
import sys

import expert_iteration
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


def test_what_iteration_gains_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = ["--start", "12", "--pool", "8", "--held-out", "8", "--samples", "8", "--rounds", "1", "--k", "4"]
    monkeypatch.setattr(
        sys, "argv", ["expert_iteration.py", "--seeds", "1", *sizes, "--no-smoothings", "--unchecked"]
    )
    assert expert_iteration.main() == 0
    lines = capsys.readouterr().out.splitlines()
    arms = [line.partition(":")[0] for line in lines[:4]]
    assert arms == ["start, round 0", "loop, round 1", "frozen, round 1", "unchecked, round 1"]
    assert all("pass@1" in line and "pass@8" in line for line in lines[:4])
    assert ["gain@8" in line for line in lines[:4]] == [True, False, True, True]
    assert "provable 8" in lines[-1]
