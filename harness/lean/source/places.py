"""Lines and columns of a text, found in logarithmic time however long its lines are."""

from __future__ import annotations

import re
from bisect import bisect_right

_LINE = re.compile(r"^[^\S\n]*", re.MULTILINE)


class Places:
    """The lines of one text."""

    def __init__(self, text: str) -> None:
        found = [(blank.start(), blank.end()) for blank in _LINE.finditer(text)]
        self._starts = [start for start, _ in found]
        self._codes = [end for _, end in found]

    def _line(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def column(self, offset: int) -> int:
        """Column of a position, from 0, in code points, as Lean counts."""
        return offset - self._starts[self._line(offset)]

    def leads_line(self, offset: int) -> bool:
        """Whether only white space stands before the position on its line."""
        return offset <= self._codes[self._line(offset)]
