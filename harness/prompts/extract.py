"""The proof in a model's text: thinking is dropped, the last fitting code block is taken."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.lean.source import code_tokens, declares_theorem, tokenize
from harness.lean.source.parts import begins_like_lean

# A run of fence characters: whether it leads its line, its language, and the rest of the line.
_FENCE = re.compile(
    r"(?P<lead>^[ \t]*)?(?P<mark>`{3,}|~{3,})[ \t]*(?P<language>[A-Za-z0-9_+-]*)(?P<rest>[^\n]*)$",
    re.MULTILINE,
)
_THINK_END = re.compile(r"</(?:think|thinking|thought)>", re.IGNORECASE)
_THINK_START = re.compile(r"<(?:think|thinking|thought)>", re.IGNORECASE)
_LANGUAGES = frozenset({"", "lean", "lean4"})


@dataclass(frozen=True, slots=True)
class Extraction:
    """candidate: the Lean text to check, or None; reason: why there is none, empty otherwise."""

    candidate: str | None
    reason: str = ""


def extract(text: str, theorem: str) -> Extraction:
    """The candidate in a model's answer to a prompt about `theorem` (its name).

    Of the code blocks marked `lean4`, `lean` or not at all that hold code, the last one that declares the
    theorem is taken, else the last one. A block that the token limit cut off counts. A text that begins like
    Lean is taken up to its first bare fence, as models write that go on from an open fence in the prompt.
    """
    answer = _without_thinking(text)
    if answer is None:
        return Extraction(None, "the thinking part never ended")
    if not answer.strip():
        return Extraction(None, "the model's text is empty")
    blocks, fenced = _blocks(answer)
    if blocks:
        declaring = [block for block in blocks if declares_theorem(tokenize(block), theorem)]
        return Extraction((declaring or blocks)[-1])
    if fenced:
        return Extraction(None, "no Lean code block holds code")
    if begins_like_lean(answer):
        return Extraction(answer.strip("\n"))
    return Extraction(None, "the text has no code block and isn't Lean")


def _without_thinking(text: str) -> str | None:
    """What the model said after thinking; None when it never stopped.

    The opening tag may be missing: chat templates often put it into the prompt.
    """
    if end := list(_THINK_END.finditer(text)):
        text = text[end[-1].end() :]
    start = _THINK_START.search(text)
    if start is None:
        return text
    before = text[: start.start()]
    return before if before.strip() else None


def _blocks(text: str) -> tuple[list[str], bool]:
    """The contents of the Lean blocks that hold code, and whether there is any fence at all."""
    blocks: list[str] = []
    opened: re.Match[str] | None = None
    fenced = False
    continues = begins_like_lean(text)
    for fence in _FENCE.finditer(text):
        if continues and not fenced and not fence["language"]:
            # The prompt had the opening fence: what comes before the closing one is the proof.
            return _content(fence, text[: fence.start()].strip("\n")), True
        mark, language, rest = fence["mark"], fence["language"].lower(), fence["rest"]
        closes = opened is not None and not language and not rest.strip() and mark.startswith(opened["mark"])
        opens = mark not in rest and (fence["lead"] is not None or language in ("lean", "lean4"))
        if opened is not None and (closes or (opens and language)):
            blocks += _content(opened, text[opened.end() + 1 : fence.start()])
            opened = None if closes else fence
        elif opened is None and opens:
            opened, fenced = fence, True
    if opened is not None:
        blocks += _content(opened, text[opened.end() + 1 :])
    return blocks, fenced


def _content(opening: re.Match[str], content: str) -> list[str]:
    """The one block, unless it is in another language or holds no code."""
    lean = opening["language"].lower() in _LANGUAGES
    return [content.rstrip()] if lean and code_tokens(tokenize(content)) else []
