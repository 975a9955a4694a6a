"""A service that rejects together what fails together gives the answers of one that doesn't."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

Serving = Callable[..., Any]

HEADER = "prelude\nimport Embedded.Arith\n\n"
STATED = {
    "name": "t",
    "header": HEADER,
    "formal_statement": "theorem t (a b : Nat) (h : a ≤ b) : a + a ≤ b + b := by\n",
}
OTHER = {"name": "u", "header": HEADER, "formal_statement": "theorem u (n : Nat) : n + 0 = n := by\n"}
TEXTS = ("omega", "exact h", "exact nowhere", "sorry", "exact (h", "", "simp at nowhere")


def items() -> list[dict[str, Any]]:
    pairs = [(stated, text) for text in TEXTS for stated in (STATED, OTHER)] * 2
    found = [
        {"id": at, **stated, "candidate": text} for at, (stated, text) in enumerate(pairs)
    ]  # fmt: skip
    return [*found, {"id": "text", **STATED, "text": "```lean\nexact nowhere\n```"}]


def results(address: str, **more: Any) -> list[dict[str, Any]]:
    answer = httpx.post(address + "/v1/check", json={"items": items(), **more}, timeout=120)
    assert answer.status_code == 200
    return list(answer.json()["results"])


def compared(rows: list[dict[str, Any]]) -> list[Any]:
    keys = ("id", "status", "reason", "detail", "axioms", "messages", "checks")
    return [[row[key] for key in keys] for row in rows]


@pytest.mark.parametrize("anew", [True, False])
def test_answers_are_the_same(serve: Serving, anew: bool) -> None:
    with serve("--max-checkers", "2", "--prefilter", "on") as address:
        together = results(address, anew=True)
        again = results(address, anew=anew)
    with serve("--max-checkers", "2") as address:
        alone = results(address, anew=True)
    assert compared(together) == compared(alone)
    assert [row[1:4] for row in compared(again)] == [row[1:4] for row in compared(alone)]
    assert sum("prefiltered" in row["record"] for row in together) >= 8
    assert not any("prefiltered" in row["record"] for row in alone)
