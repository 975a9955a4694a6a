"""Verdicts as bytes and as JSON: read back the same, also from rows that an earlier program wrote."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from known_verdicts import RECORD, VERDICTS

from harness.checker.codec import from_bytes, from_json, to_bytes, to_json
from harness.checker.verdict import Reason, Status, Verdict

#: What the cache of an earlier program held for VERDICTS, without its checksums, in base 85.
OLD_ROWS = (Path(__file__).parent / "verdict_rows" / "format_2.txt").read_text("ascii").split()


@pytest.mark.parametrize("at", range(len(VERDICTS)))
def test_rows_of_the_cache_stay_as_they_were(at: int) -> None:
    old = base64.b85decode(OLD_ROWS[at])
    kept = replace(VERDICTS[at], wall_s=0.0, record={}, cached=False)
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
