"""A theorem, or a proof alone, amid prose without any code fence."""

from __future__ import annotations

import re

from harness.lean.source.words import COMMANDS
from harness.prompts._glance import begins_like_lean, declares, last_name, proves
from harness.prompts._tags import meant

_HEADS = COMMANDS | {"import", "end"}
_COMMENTS = ("--", "/-", "@[")
_GOES_ON = ("|", "·", ".", "⟨", "(", "{", "<;>", "--", "/-", "-/", ")", "}", "⟩", "]", "@[", "#")
_GOES_ON_WORDS = frozenset({"where", "termination_by", "decreasing_by", "with", "else", "then"})
# What closes that which a model wrote Lean in: tags, marks, environments; and headings of Markdown.
_CLOSES = re.compile(
    r"\s*(?:</|```|``\s*\Z|~~~|'''|\"\"\"|\\end\{|\\\]|\$\$|\[/|<[|｜][\w▁/]+[|｜]>|#{1,6} |\*\*)"
)
_KEYWORD = re.compile(r"(?<![\w.«])(?:theorem|lemma)\s+[^\n]")
_BY = re.compile(r"(?::=[ \t]*)?by[ \t]*|:=[ \t]+\S[^\n]*")
_BRACE = re.compile("[{}]")
# So many characters of Lean are read, all tries together, to find where the theorem begins; in longer texts
# as many as they have.
_MOST = 100_000


def unfenced(text: str, theorem: str) -> str | None:
    """The Lean part of a text: the theorem with the commands that stand before it; None without a theorem.

    It ends where a line at the left margin, behind an empty one, begins like no Lean. The first one that
    proves the theorem is taken, else the first.
    """
    lines = _Lines(text)
    name = last_name(theorem)
    first: str | None = None
    left = max(_MOST, len(text))
    for number, line in enumerate(lines.all):
        if name in line and declares(line, theorem) and begins_like_lean(line):
            found = lines.part(lines.start(number), number)
            if proves(found, theorem):
                return found
            first = first or found
            left -= len(found)
            if left < 0:
                break
    return first


def amid_a_line(text: str, theorem: str) -> str | None:
    """The last theorem that begins amid a line, behind a label or a list's mark, in quotes, a tag or a box,
    and is proved there; not one that stands in a comment of Lean."""
    name = last_name(theorem)
    places = [place for place in _KEYWORD.finditer(text) if name in text[place.end() - 1 : place.end() + 200]]
    left = max(_MOST, len(text))
    for place in reversed([*meant(text, places)]):
        found = _enclosed(text, place.start())
        if proves(found, theorem):
            return found
        left -= len(text) - place.start()
        if left < 0:
            break
    return None


def proof_alone(text: str) -> str | None:
    """The last proof without its statement amid prose: a line `by`, `:= by` or `:= ...` with what is further
    in below it; None where there is none."""
    lines = _Lines(text)
    for number in range(len(lines.all) - 1, -1, -1):
        line, below = lines.all[number], "".join(lines.all[number + 1 : number + 2])
        if _BY.fullmatch(line) and (not line.rstrip().endswith("by") or (below[:1] == " " and below.strip())):
            return lines.part(number, number)
    return None


def _enclosed(text: str, at: int) -> str:
    """What begins at `at` up to the end of what encloses it, or else of the Lean part."""
    before = text[max(0, at - 1) : at]
    if before == "`":
        end = text.find("`", at)
    elif before == ">":
        end = text.find("</", at)
    elif before == "{":
        end = _closing_brace(text, at)
    else:
        end = -1
    if end >= 0:
        return text[at:end].strip("\n")
    lines = _Lines(text[at:])
    # Amid a line nothing says that prose behind it keeps away by an empty line.
    for number, line in enumerate(lines.all):
        if number and line[:1].strip() and not _goes_on(line):
            del lines.all[number:]
            break
    return lines.part(0, 0)


def _closing_brace(text: str, at: int) -> int:
    depth = 1
    for brace in _BRACE.finditer(text, at):
        depth += 1 if brace.group() == "{" else -1
        if not depth:
            return brace.start()
    return -1


class _Lines:
    """The lines of a text that is Lean in part."""

    def __init__(self, text: str) -> None:
        self.all = text.split("\n")
        # The last line that may end a comment: what is open behind it is none.
        self._last = text.count("\n", 0, max(0, text.rfind("-/")))

    def part(self, start: int, number: int) -> str:
        """The lines from `start` to where the Lean part ends that line `number` belongs to, without their
        margin."""
        part = self.all[start : self._stop(number + 1)]
        line = self.all[number]
        margin = line[: len(line) - len(line.lstrip())]
        if margin and all(line.startswith(margin) or not line.strip() for line in part):
            part = [line[len(margin) :] for line in part]
        return "\n".join(part).strip("\n").rstrip()

    def start(self, number: int) -> int:
        """The first line of the commands and comments that lead up to line `number`."""
        start = number
        comment = False
        for at in range(number - 1, -1, -1):
            line = self.all[at].strip()
            if line.startswith("/-") and not comment and "-/" not in line:
                break
            comment = (comment or line.endswith("-/")) and not line.startswith("/-")
            if comment or line.startswith(_COMMENTS) or _first_word(self.all[at]) in _HEADS:
                start = at
            elif line and not begins_like_lean(line):
                break
        return start

    def _stop(self, number: int) -> int:
        """The first line from `number` on that isn't Lean."""
        depth = _depth(self.all[number - 1], 0)
        for at in range(number, len(self.all)):
            line = self.all[at]
            if depth == 0 or at > self._last:
                if _CLOSES.match(line):
                    return at
                if line[:1].strip() and not self.all[at - 1].strip() and not _goes_on(line):
                    return at
            depth = _depth(line, depth)
        return len(self.all)


def _depth(line: str, depth: int) -> int:
    """How many block comments are open behind `line`, when `depth` were before it."""
    return max(0, depth + line.count("/-") - line.count("-/"))


def _first_word(line: str) -> str:
    """The word at the left margin; empty for an indented line."""
    return "" if line[:1].isspace() else line.split(maxsplit=1)[0] if line else ""


def _goes_on(line: str) -> bool:
    word = _first_word(line)
    return line.startswith(_GOES_ON) or word in _GOES_ON_WORDS or word in _HEADS or begins_like_lean(line)
