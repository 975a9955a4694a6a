"""The fenced code blocks of a Markdown text, as models write it: fences forgotten, glued to code, nested."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.prompts._glance import begins_like_lean, has_code

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


class _Reader:
    """Goes through the fences of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._continues = begins_like_lean(text)
        self._last_comment_end = text.rfind("-/")
        self._opened: re.Match[str] | None = None
        self._seen = self._comments = 0
        self.blocks: list[Block] = []
        self.fenced = False

    def take(self, fence: re.Match[str]) -> bool:
        """Open or close a block; True when nothing behind this fence counts."""
        language = fence["language"].lower()
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
        if self._in_comment(fence):
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
            self._seen, self._comments = fence.end(), 0

    def _in_comment(self, fence: re.Match[str]) -> bool:
        """Whether the fence stands in a comment of the open block that ends further down."""
        between = self._text[self._seen : fence.start()]
        self._comments += between.count("/-") - between.count("-/")
        self._seen = fence.start()
        return self._comments > 0 and self._last_comment_end > fence.end()

    def _finish(self, end: int, *, closed: bool) -> None:
        opened = self._opened
        if opened is None:
            return
        self._opened = None
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
