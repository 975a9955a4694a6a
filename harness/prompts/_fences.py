"""The fenced code blocks of a Markdown text, as models write it: fences forgotten, glued to code, nested."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.prompts._glance import begins_like_lean, has_code
from harness.prompts._inside import Insides

# A run of fence characters: what leads its line, its language, and the rest of the line.
_FENCE = re.compile(
    r"(?P<lead>^[ \t>]*)?(?P<mark>`{3,}|~{3,})[ \t]*\{?\.?(?P<language>[A-Za-z0-9_+-]*)\}?(?P<rest>[^\n]*)$",
    re.MULTILINE,
)
_LEAN = frozenset({"", "lean", "lean4", "tactics", "tactic"})


@dataclass(frozen=True, slots=True)
class Block:
    """A code block. language: in lower case, empty where none is given. closed: whether its end is there.
    continues: its opening fence is in the prompt."""

    text: str
    language: str
    closed: bool = True
    continues: bool = False

    @property
    def is_lean(self) -> bool:
        """Whether it is marked as Lean, or not at all."""
        return self.language in _LEAN

    @property
    def holds_code(self) -> bool:
        """Whether it is Lean and more than comments."""
        return self.is_lean and has_code(self.text)


def blocks_of(text: str) -> tuple[list[Block], bool]:
    """The blocks of the text in order, and whether there is any fence at all."""
    reader = _Reader(text)
    for fence in _FENCE.finditer(text):
        if reader.take(fence):
            break
    else:
        reader.end()
    return reader.blocks, reader.fenced


def has_fence(text: str) -> bool:
    """Whether there is a run of fence characters anywhere."""
    return _FENCE.search(text) is not None


def code_before_fence(text: str) -> tuple[str, re.Match[str] | None]:
    """A Lean text up to its first fence outside comments and strings, and that fence, if there is one."""
    inside = Insides(text)
    for fence in _FENCE.finditer(text):
        if not inside.holds(fence.start("mark"), fence.end("mark")):
            return text[: fence.start()], fence
    return text, None


class _Reader:
    """Goes through the fences of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._continues = begins_like_lean(text)
        self._opened: re.Match[str] | None = None
        # What is Lean: the open block, or the text up to the first fence when it goes on from the prompt's.
        self._lean = Insides(text) if self._continues else None
        self.blocks: list[Block] = []
        self.fenced = False

    def take(self, fence: re.Match[str]) -> bool:
        """Open or close a block; True when nothing behind this fence counts."""
        language = fence["language"].lower()
        if self._lean is not None and self._lean.holds(fence.start("mark"), fence.end("mark")):
            return False
        if self._opened is None:
            amid = fence["lead"] is None and language not in _LEAN
            if self._continues and not self.fenced and (not language or amid):
                # The prompt had the opening fence: what comes before the closing one is the proof.
                content = self._text[: fence.start()].strip("\n")
                self.blocks.append(Block(content, "", continues=True))
                self.fenced = True
                return True
            self._begin(fence)
            return False
        leads, lean = fence["lead"] is not None, language in ("lean", "lean4")
        closes = fence["mark"].startswith(self._opened["mark"]) and (
            (not language and not fence["rest"].strip()) if leads else not lean
        )
        if closes:
            self._finish(fence.start(), closed=True)
        elif language and fence["mark"] not in fence["rest"] and (leads or lean):
            self._finish(fence.start(), closed=True)
            self._begin(fence)
        return False

    def end(self) -> None:
        """The text is over."""
        if self._opened is not None:
            self._finish(len(self._text), closed=False)

    def _begin(self, fence: re.Match[str]) -> None:
        language, rest, mark = fence["language"].lower(), fence["rest"], fence["mark"]
        lean = language in ("lean", "lean4")
        if mark in rest:
            # A whole block on one line; without a language it is a quotation amid a sentence.
            if lean:
                self.blocks.append(Block(rest[: rest.index(mark)].strip(), language))
                self.fenced = True
        elif fence["lead"] is not None or lean:
            self._opened, self.fenced = fence, True
            start = fence.start("rest") if language else fence.end()
            self._lean = Insides(self._text, start) if language in _LEAN else None

    def _finish(self, end: int, *, closed: bool) -> None:
        opened = self._opened
        if opened is None:
            return
        self._opened = self._lean = None
        start = opened.end() + 1
        # Code may begin right behind the word `lean4`; an attribute like `title="x"` is no code.
        if opened["language"] and begins_like_lean(opened["rest"]):
            start = opened.start("rest")
        lines = self._text[start:end].rstrip().split("\n")
        self.blocks.append(
            Block("\n".join(_without_lead(lines, opened["lead"] or "")), opened["language"].lower(), closed)
        )


def _without_lead(lines: list[str], lead: str) -> list[str]:
    """The lines without what stood before their fence, if all of them have it (CommonMark 0.31, 4.5)."""
    if not lead or not all(line.startswith(lead) or not line.strip("> \t") for line in lines):
        return lines
    return [line[len(lead) :] for line in lines]
