"""The fenced code blocks of a Markdown text, as models write it: fences forgotten, glued to code, nested."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.prompts._glance import begins_like_lean, has_code
from harness.prompts._inside import Insides

# A run of fence characters: what leads its line, its language, and the rest of the line.
_FENCE = re.compile(
    r"(?P<lead>^[ \t>]*)?(?P<mark>`{3,}|~{3,})(?P<gap>[ \t]*)"
    r"\{?\.?(?P<language>[A-Za-z0-9_+-]*)\}?(?P<rest>[^\n]*)$",
    re.MULTILINE,
)
_LEAN4 = re.compile(r"(?:language-)?lean[-_]?4?(?:[-_]?code)?")
_LEAN = frozenset({"", "lean", "lean4", "tactics", "tactic"})
_LISTED = re.compile(r"[ \t>]*(?:[-*+]|\d{1,4}[.)])[ \t]+\Z")
_CLOSING_TAG = re.compile("^</[a-z]", re.MULTILINE)
_MARGIN = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class Block:
    """A code block. language: in lower case, `lean4` for its other spellings, empty where none is given.
    closed: whether its end is there. continues: its opening fence is in the prompt."""

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


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of a text in order. fenced: whether there is any fence at all. beside: the text without
    them."""

    all: list[Block]
    fenced: bool
    beside: str


def blocks_of(text: str) -> Blocks:
    """The blocks of the text."""
    reader = _Reader(text)
    for fence in _FENCE.finditer(text):
        if reader.take(fence):
            break
    else:
        reader.end()
    return Blocks(reader.blocks, reader.fenced, reader.beside())


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


def language_of(fence: re.Match[str]) -> str:
    """The language that a fence names, as a Block has it."""
    language: str = fence["language"].lower()
    return language if language in _LEAN or not _LEAN4.fullmatch(language) else "lean4"


def begins_block(fence: re.Match[str]) -> bool:
    """Whether a fence names a language, as one that closes a block doesn't: a word alone behind a mark that
    leads its line, Lean's own names behind any. A sentence that goes on behind a mark names none."""
    language, rest = language_of(fence), fence["rest"].strip()
    lean = language in ("lean", "lean4")
    if fence["lead"] is None or not language:
        return lean
    if lean:
        return not (fence["gap"] and rest[:1].isalpha()) or begins_like_lean(rest)
    # `QED` and `Done` are no languages.
    return not fence["gap"] and fence["language"].islower() and (not rest or rest[0] in "{:" or "=" in rest)


class _Reader:
    """Goes through the fences of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._continues = begins_like_lean(text)
        self._opened: re.Match[str] | None = None
        # Whether this is Lean: the open block, or the text up to the first fence if it goes on from the
        # prompt's.
        self._lean = self._continues
        self._inside = Insides(text)
        self._beside: list[str] = []
        self._read = 0
        self.blocks: list[Block] = []
        self.fenced = False

    def take(self, fence: re.Match[str]) -> bool:
        """Open or close a block; True when nothing behind this fence counts."""
        if self._lean and self._inside.holds(fence.start("mark"), fence.end("mark")):
            return False
        if self._opened is None:
            if self._continues and not self.fenced and not begins_block(fence):
                # The prompt had the opening fence: what comes before the closing one is the proof.
                content = self._text[: fence.start()].strip("\n")
                self.blocks.append(Block(content, "", continues=True))
                self.fenced, self._read = True, fence.end()
                return True
            self._begin(fence)
            return False
        begins = begins_block(fence)
        if begins and fence["mark"] not in fence["rest"]:
            self._finish(fence.start(), fence.start(), closed=True)
            self._begin(fence)
        elif not begins and fence["mark"].startswith(self._opened["mark"]):
            self._finish(fence.start(), fence.end("mark"), closed=True)
            self._begin_behind(fence)
        return False

    def end(self) -> None:
        """The text is over."""
        if self._opened is not None:
            self._finish(len(self._text), len(self._text), closed=False)

    def beside(self) -> str:
        """The text without the blocks."""
        return "\n".join([*self._beside, self._text[self._read :]])

    def _begin_behind(self, closing: re.Match[str]) -> None:
        """Open the block whose fence stands on the line of a closing one, behind words."""
        at = closing["rest"].find(closing["mark"])
        if at >= 0 and (fence := _FENCE.match(self._text, closing.start("rest") + at)):
            self._begin(fence)

    def _begin(self, fence: re.Match[str]) -> None:
        language, rest, mark = language_of(fence), fence["rest"], fence["mark"]
        lean = language in ("lean", "lean4")
        if mark in rest:
            # A whole block on one line; without a language it is a quotation amid a sentence.
            if lean:
                self.blocks.append(Block(rest[: rest.index(mark)].strip(), language))
                self.fenced = True
        elif fence["lead"] is not None or lean or _lead_of_item(self._text, fence) is not None:
            self._opened, self.fenced = fence, True
            self._inside.begin(fence.start("rest") if language else fence.end())
            self._lean = language in _LEAN

    def _finish(self, end: int, behind: int, *, closed: bool) -> None:
        """The open block ends at `end`; at `behind` the text goes on."""
        opened = self._opened
        if opened is None:
            return
        self._opened, self._lean = None, False
        self._beside.append(self._text[self._read : opened.start()])
        self._read = behind
        start = opened.end() + 1
        # Code may begin right behind the word `lean4`; an attribute like `title="x"` is no code.
        if opened["language"] and begins_like_lean(opened["rest"]):
            start = opened.start("rest")
        content = self._text[start:end]
        if not closed and (tag := _CLOSING_TAG.search(content)):
            # What encloses the block was closed, and so is the block.
            content, closed = content[: tag.start()], True
        lines = content.rstrip().split("\n")
        language = language_of(opened)
        if not language and lines[0].strip().lower() in ("lean", "lean4"):
            language = lines.pop(0).strip().lower()
        if opened["lead"] is None and _lead_of_item(self._text, opened) is not None:
            lead = _margin(lines)
        else:
            lead = opened["lead"] or ""
        self.blocks.append(Block("\n".join(_without_lead(lines, lead)), language, closed))


def _lead_of_item(text: str, fence: re.Match[str]) -> str | None:
    """What stands before a fence that begins an item of a list; None where it begins none."""
    line = text[max(0, fence.start() - 40) : fence.start()]
    lead = _LISTED.fullmatch(line[line.rfind("\n") + 1 :])
    return lead.group() if lead else None


def _margin(lines: list[str]) -> str:
    """The white space that the first line begins with."""
    margin = _MARGIN.match(lines[0])
    return margin.group() if margin else ""


def _without_lead(lines: list[str], lead: str) -> list[str]:
    """The lines without what stood before their fence, if all of them have it (CommonMark 0.31, 4.5)."""
    if not lead or not all(line.startswith(lead) or not line.strip("> \t") for line in lines):
        return lines
    return [line[len(lead) :] for line in lines]
