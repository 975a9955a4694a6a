"""The parts of a model's answer that are its thinking, in the forms that published models write."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.prompts._tags import meant

_WORDS = "(?:seed:|longcat_)?think|thinking|thought|reasoning"
# XML-like tags, those of Kimina (◁think▷), Magistral ([THINK]), Sky-T1 (<|begin_of_thought|>), Cohere,
# Apertus and Gemma 4, and the channels of gpt-oss, of which all but `analysis` are said to somebody.
_TAG = re.compile(
    rf"(?P<start><(?:{_WORDS})>|◁think▷|\[THINK\]|<\|begin_of_thought\|>|<\|START_THINKING\|>|<\|inner_prefix\|>"
    r"|<\|channel>thought\b|<\|channel\|>\s?analysis\b[^<\n]{0,80}<\|message\|>)"
    rf"|</(?:{_WORDS})>|◁/think▷|\[/THINK\]|<\|end_of_thought\|>|<\|END_THINKING\|>|<\|inner_suffix\|>|<channel\|>"
    r"|<\|channel\|>\s?(?:final|commentary)\b[^<\n]{0,80}(?:<\|constrain\|>[^<\n]{0,80})?<\|message\|>",
    re.IGNORECASE,
)
# Where an answer begins; `start` matches nothing, for it begins no thinking.
_ANSWER = re.compile(
    r"^(?=[ \t]*(?:<(?:answer|final_answer|solution|response)>|<\|begin_of_solution\|>))|(?P<start>(?!))",
    re.MULTILINE,
)
# What is left of those channels where a server drops special tokens.
_LOST = re.compile(r"\s*(?:assistant)?analysis(?=[A-Z])")
_LOST_FINAL = "assistantfinal"
# Special tokens around an answer: <|begin_of_box|>, <|end_of_solution|>, <|return|>, ...
_SPECIAL = r"(?:<[|｜][^<>\n|｜]{1,40}[|｜]>)"
_BEFORE = re.compile(rf"\s*(?:{_SPECIAL}\s*?)+(?:[ \t]*\n)*")
_BEHIND = re.compile(rf"(?:\s*{_SPECIAL})+\s*\Z")
_END_LENGTH = 400
_LINE_END = re.compile(r"[ \t]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """text: what a model said beside its thinking. unclosed: whether a thinking part never ended;
    thought: whether there was one at all."""

    text: str
    thought: bool = False
    unclosed: bool = False


def without_thinking(answer: str) -> Spoken:
    """Leave out the thinking parts, and the special tokens around what is left.

    The opening tag may be missing: chat templates often put it into the prompt. What stands before a part
    that never ends counts as said, and so does what stands before a second closing tag with nothing behind
    it. Tags in quotes and in Lean's comments are none; in the midst of a sentence an opening tag is none, and
    a closing tag only if no other closes a part.
    """
    if _LOST.match(answer):
        at = answer.rfind(_LOST_FINAL)
        said = answer[at + len(_LOST_FINAL) :] if at >= 0 else ""
        return Spoken(_without_special(said), thought=True, unclosed=at < 0)
    tags = [tag for tag in meant(answer, _TAG.finditer(answer)) if not tag["start"] or _leads(answer, tag)]
    parts = _parts(answer, [tag for tag in tags if tag["start"] or not _amid_a_sentence(answer, tag)])
    if parts.unclosed:
        parts = _parts(answer, tags)
    if parts.unclosed:
        # Some models begin their answer without ending their thinking.
        tags += list(meant(answer, _ANSWER.finditer(answer)))[-1:]
        parts = _parts(answer, sorted(tags, key=lambda tag: tag.start()))
    said = "\n".join(part for part in parts.said if part.strip())
    return Spoken(_without_special(said), parts.thought, parts.unclosed)


@dataclass(frozen=True, slots=True)
class _Parts:
    said: list[str]
    thought: bool
    unclosed: bool


def _parts(answer: str, tags: list[re.Match[str]]) -> _Parts:
    said: list[str] = []
    opened, closed, at = False, False, 0
    content = len(answer.rstrip())
    for tag in tags:
        if tag["start"]:
            if not opened:
                said.append(answer[at : tag.start()])
            opened = True
            continue
        if opened:
            opened = False
        elif closed and tag.end() >= content:
            said.append(answer[at : tag.start()])
        else:
            said = []
        closed, at = True, tag.end()
    if not opened:
        said.append(answer[at:])
    return _Parts(said, bool(tags), opened)


def _leads(answer: str, tag: re.Match[str]) -> bool:
    """Whether an opening tag stands at the beginning of a line, or right behind another token."""
    line = answer[max(0, tag.start() - _END_LENGTH) : tag.start()]
    before = line[line.rfind("\n") + 1 :].strip()
    return not before or before.endswith((">", "▷", "]", "assistant"))


def _amid_a_sentence(answer: str, tag: re.Match[str]) -> bool:
    """Whether there are words before and behind a closing tag, and a space before it."""
    return answer[max(0, tag.start() - 1) : tag.start()] == " " and not _LINE_END.match(answer, tag.end())


def _without_special(said: str) -> str:
    if before := _BEFORE.match(said):
        said = said[before.end() :]
    # Only the end is looked at: the search takes quadratic time in a run of such tokens.
    return said[:-_END_LENGTH] + _BEHIND.sub("", said[-_END_LENGTH:])
