"""Verdicts as bytes and as JSON: read back the same, also from rows that an earlier program wrote."""

from __future__ import annotations

import base64
import json
import pickle
import zlib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from known_verdicts import RECORD, VERDICTS

from harness.checker.codec import (
    from_bytes,
    from_json,
    record_in,
    record_of,
    record_row,
    record_text,
    to_bytes,
    to_json,
)
from harness.checker.record import CheckRecord
from harness.checker.verdict import Reason, Status, Verdict

#: What the cache of an earlier program held for VERDICTS, without its checksums, in base 85.
OLD_ROWS = (Path(__file__).parent / "verdict_rows" / "format_2.txt").read_text("ascii").split()


@pytest.mark.parametrize("at", range(len(VERDICTS)))
def test_rows_of_the_cache_stay_as_they_were(at: int) -> None:
    old = base64.b85decode(OLD_ROWS[at])
    kept = replace(VERDICTS[at], wall_s=0.0, record=CheckRecord(), cached=False)
    assert from_bytes(old) == kept
    assert zlib.decompress(to_bytes(VERDICTS[at])) == zlib.decompress(old)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_json_reads_back(verdict: Verdict) -> None:
    assert from_json(json.loads(json.dumps(to_json(verdict)))) == verdict


def test_an_undecided_verdict_tells_how_often_lean_had_the_text() -> None:
    verdict = Verdict(Status.INFRASTRUCTURE, Reason.WORKER, "gone", elaborations=4, record=RECORD)
    assert from_json(to_json(verdict)).elaborations == 4
    assert "elaborations" not in to_json(VERDICTS[0])
    # A server that doesn't tell has given none away.
    assert from_json({k: v for k, v in to_json(verdict).items() if k != "elaborations"}).elaborations == 0


@pytest.mark.parametrize(
    "wrong", [{"elaborations": "4"}, {"elaborations": True}, {"axioms": "propext"}, {"status": "PROVED"}]
)
def test_what_is_no_verdict_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        from_json({**to_json(VERDICTS[0]), **wrong})


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"engine": "fork", "seccomp": True, "limits": {"cpu_s": 60.0}, "server": {}, "cached": True},
        {"engine": "fork", "of_tomorrow": [1, {"a": None}]},
        {"engine": 5, "seccomp": "yes", "limits": [1], "server": None, "more": {"engine": "x"}},
    ],
)
def test_a_record_loses_nothing(row: dict[str, Any]) -> None:
    record = record_of(row)
    assert record_row(record) == row
    assert record_in(record_text(record)) == record
    assert pickle.loads(pickle.dumps(record)) == record


def test_a_record_has_its_fields_types() -> None:
    record = record_of({"engine": 5, "seccomp": 1, "limits": [1], "cached": False, "policy": "open"})
    assert (record.engine, record.seccomp, record.limits) == (None, None, None)
    assert (record.cached, record.policy) == (False, "open")
    wrong: Any
    for wrong in (None, [], "engine", 5):
        with pytest.raises(TypeError):
            record_of(wrong)


def test_every_field_of_a_record_comes_back() -> None:
    others: dict[str, Any] = {"seccomp": True, "cached": True}
    others |= {name: {"a": 1} for name in ("limits", "server", "more")}
    record = CheckRecord(**{each.name: others.get(each.name, each.name) for each in fields(CheckRecord)})
    assert record_of(record_row(record)) == record
