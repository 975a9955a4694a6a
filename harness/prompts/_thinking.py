"""The parts of a model's text that are its thinking, in the forms that published models write."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.prompts._glance import begins_like_lean
from harness.prompts._inside import Insides

# XML-like tags, those of Kimina (◁think▷), Magistral ([THINK]) and Sky-T1 (<|begin_of_thought|>), and the
# channels of gpt-oss, whose last one is the answer.
_START = re.compile(
    r"<(?:think|thinking|thought|reasoning)>|◁think▷|\[THINK\]|<\|begin_of_thought\|>"
    r"|<\|channel\|>analysis<\|message\|>",
    re.IGNORECASE,
)
_END = re.compile(
    r"</(?:think|thinking|thought|reasoning)>|◁/think▷|\[/THINK\]|<\|end_of_thought\|>"
    r"|<\|channel\|>final<\|message\|>",
    re.IGNORECASE,
)
# What some servers leave at the end of a text: <|im_end|>, <｜end▁of▁sentence｜>, </s>, ...
_SPECIAL = re.compile(r"(?:\s*(?:<[|｜][^<>\n|｜]{1,40}[|｜]>|</s>))+\s*\Z")

_END_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Spoken:
    """text: what a model said beside its thinking. unclosed: whether a thinking part never ended;
    thought: whether there was one at all."""

    text: str
    thought: bool = False
    unclosed: bool = False


def _only_in_comments(text: str) -> bool:
    if not begins_like_lean(text):
        return False
    tags = sorted((tag.start(), tag.end()) for kind in (_START, _END) for tag in kind.finditer(text))
    inside = Insides(text)
    return all(inside.holds(*tag) for tag in tags)


def without_thinking(text: str) -> Spoken:
    """Leave out the thinking parts, and the special tokens at the end.

    The opening tag may be missing: chat templates often put it into the prompt. What stands before a part
    that never ends counts as said. Tags in the comments and strings of a Lean text are none.
    """
    ends = list(_END.finditer(text))
    start = _START.search(text, ends[-1].end() if ends else 0)
    if (ends or start) and _only_in_comments(text):
        ends, start = [], None
    said = text[ends[-1].end() if ends else 0 : start.start() if start else None]
    # Only the end is looked at: the search takes quadratic time in a run of such tokens.
    rest, end = said[:-_END_LENGTH], said[-_END_LENGTH:]
    said = rest + _SPECIAL.sub("", end)
    return Spoken(said, thought=bool(ends) or start is not None, unclosed=start is not None)
