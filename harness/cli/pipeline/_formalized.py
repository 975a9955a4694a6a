"""What formalize found, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from harness.pipeline.loop import StageResult

_COLUMNS: Final = ("faithful", "unfaithful", "unknown")
_BY: Final = {"kernel": "by kernel type", "equivalence": "proved equivalent", "judge": "by the judge"}


def formalize_lines(result: StageResult) -> Iterator[str]:
    """The four cells first: how many compile is never shown without how many are faithful."""
    found = result.metrics
    cells: Mapping[str, Mapping[str, int]] = found["cells"]
    yield f"{'samples':12}" + "".join(f"{name:>12}" for name in _COLUMNS)
    for name, row in cells.items():
        yield f"{name:12}" + "".join(f"{row[each]:12}" for each in _COLUMNS)
    known = [f"{count} {_BY[by]}" for by, count in found["faithful_by"].items()]
    yield ""
    faithful = cells["elaborates"]["faithful"]
    yield f"faithful     {faithful} of {found['samples']}: {', '.join(known) or 'none'}"
    yield f"problems     {_share(found['any_faithful'])} have a faithful sample"
    vote = found["vote"]
    if vote["problems"]:
        yield (
            f"vote         the majority's statement is faithful for {_share(vote['faithful'])}, "
            f"mean share {100 * vote['mean_share']:.0f} %; unanimous: {_share(vote['unanimous_faithful'])}"
        )
    yield f"parsed       {_share(found['parsed'])}; refused: {_counts(found['refused'])}"
    yield f"equivalence  {_counts(found['equivalence'])}"
    left_out = _counts(found["rejected"])
    yield f"kept         {found['kept']} statements of different kernel types; left out: {left_out}"
    yield f"cost         {result.cost['wall_s']:.1f} s, {result.cost['lean_cpu_s']:.1f} CPU s in Lean"
    yield from _judge_lines(found.get("judge"))
    if cells["elaborates"]["unknown"]:
        yield (
            f"note: {cells['elaborates']['unknown']} samples compile, and nothing is known of what they say: "
            "give a --judge, and a reference where there is none"
        )


def _judge_lines(judge: Mapping[str, Any] | None) -> Iterator[str]:
    if judge is None:
        return
    error = judge["on_labelled"]
    yield (
        f"judge        asked about {judge['asked']} statements, {judge['unread']} without an answer; "
        f"on labelled ones it accepts {_rate(error['false_acceptances'])} unfaithful and rejects "
        f"{_rate(error['false_rejections'])} faithful ones"
    )


def _rate(rate: Mapping[str, Any]) -> str:
    return _share({"count": rate["errors"], **rate})


def _share(share: Mapping[str, Any]) -> str:
    text = f"{share['count']} of {share['of']}"
    if share.get("interval"):
        low, high = share["interval"]
        text += f" ({100 * low:.0f} to {100 * high:.0f} %)"
    return text


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"
