"""Which tags of a model's text are meant as such: thinking tags and special tokens may also be spoken of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from harness.prompts._glance import begins_like_lean
from harness.prompts._inside import Insides

_COMMENT_EDGE = re.compile(r"/-|-/|^[ \t>]*(?:`{3,}|~{3,})", re.MULTILINE)
_LINE_END = re.compile(r"[ \t]*(?:\n|\Z)")
_QUOTES = {"`": "`", "'": "'", '"': '"', "“": "”", "‘": "’", "«": "»"}
# So far before a tag the sign of a line comment is looked for.
_FAR = 400


def meant(text: str, tags: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Those of `tags`, matches in the order of `text`, that stand neither in quotes nor in a comment of Lean,
    be it in a code block or not; nor in a string, where the text is Lean from its beginning."""
    comments = _Comments(text)
    lean = Insides(text) if begins_like_lean(text) else None
    for tag in tags:
        if _is_quoted(text, tag) or comments.holds(tag):
            continue
        if lean is not None and lean.holds(tag.start(), tag.end()):
            continue
        yield tag


def _is_quoted(text: str, tag: re.Match[str]) -> bool:
    """Whether a tag stands alone between quotes that belong together."""
    before, behind = text[max(0, tag.start() - 2) : tag.start()], text[tag.end() : tag.end() + 2]
    opening = before[-1:]
    closing = _QUOTES.get(opening)
    return (
        closing is not None
        and behind[:1] == closing
        and behind[1:] != closing
        # Behind a word it is the quote that ends one.
        and (len(before) == 1 or not (before[0].isalnum() or before[0] in ")]}!?_" or before[0] == opening))
    )


class _Comments:
    """The comments of Lean anywhere in a text, so far as no more than their surroundings tell."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []
        self._ends: list[int] = []
        opened: int | None = None
        for edge in _COMMENT_EDGE.finditer(text):
            if edge.group() == "/-":
                opened = edge.start()
            elif edge.group() == "-/" and opened is not None:
                self._starts.append(opened)
                self._ends.append(edge.end())
                opened = None
            else:
                # A comment doesn't go on behind a fence, or else a sign that ends one was forgotten.
                opened = None

    def holds(self, tag: re.Match[str]) -> bool:
        at = bisect_right(self._starts, tag.start()) - 1
        if at >= 0 and self._ends[at] >= tag.end():
            return True
        head = self._text[max(0, tag.start() - _FAR) : tag.start()]
        head = head[head.rfind("\n") + 1 :]
        sign = head.find("--")
        # What ends a line behind words isn't part of them: so models end their thinking.
        return sign >= 0 and (not head[sign + 2 :].strip() or not _LINE_END.match(self._text, tag.end()))
