"""What went wrong most often, how many answers were cut, and who was asked: lines below a run's figures."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from harness.checker import Reason, Status
from harness.run.endpoints import endpoint_words

if TYPE_CHECKING:
    from harness.run.summary import Cause, RunSummary

_SHOWN = 3
_LEAN = f"{Status.REJECTED.value}/{Reason.LEAN_ERROR.value}"
_MODEL = f"{Status.INFRASTRUCTURE.value}/{Reason.BACKEND.value}"


def cause_blocks(summary: RunSummary, width: int) -> list[str]:
    """A block for what broke on our side, one for Lean's commonest errors, and a line for cut answers."""
    blocks = []
    for kind, causes in summary.errors.items():
        if kind == _LEAN:
            continue
        party = "the model" if kind == _MODEL else kind.partition("/")[2]
        blocks.append(_block(f"no verdict, because of {party}", causes, width))
    if causes := summary.errors.get(_LEAN, ()):
        blocks.append(_block("commonest errors of Lean", causes, width))
    lines = _answer_lines(summary)
    if summary.endpoints:
        lines.append("\n".join(textwrap.wrap(f"Asked: {endpoint_words(summary.endpoints)}", max(20, width))))
    if lines:
        blocks.append("\n".join(lines))
    return blocks


def causes_json(summary: RunSummary) -> dict[str, Any]:
    """endpoints: the servers that the samples came from: address, told, models, fingerprints.
    errors: "status/reason" -> the commonest, each with text and count. answers: texts with a known end,
    of them cut at the token limit, and samples that ended because their talk outgrew the model's window."""
    made = summary.answers
    return {
        "endpoints": [asdict(asked) for asked in summary.endpoints],
        "errors": {
            kind: [{"text": cause.text, "count": cause.count} for cause in causes]
            for kind, causes in summary.errors.items()
        },
        "answers": {"texts": made.texts, "cut_at_token_limit": made.cut, "talk_too_long": made.too_long},
    }


def _block(title: str, causes: Sequence[Cause], width: int) -> str:
    head = f"  attempts  {title}"
    lines = [head, "  " + "-" * (len(head) - 2)]
    for cause in causes[:_SHOWN]:
        text = " ".join(cause.text.split())
        wrapped = textwrap.wrap(text, max(20, width - 12), max_lines=3, placeholder=" ...") or [""]
        lines += [f"  {cause.count:>8}  {wrapped[0]}", *(f"{'':12}{more}" for more in wrapped[1:])]
    return "\n".join(lines)


def _answer_lines(summary: RunSummary) -> list[str]:
    made, lines = summary.answers, []
    if made.cut:
        share = 100 * made.cut / made.texts
        lines.append(f"Cut at the token limit: {made.cut} of {made.texts} answers ({share:.1f} %).")
    if made.too_long:
        noun = "samples" if made.too_long > 1 else "sample"
        lines.append(f"Ended early, as the talk outgrew the model's window: {made.too_long} {noun}.")
    return lines
