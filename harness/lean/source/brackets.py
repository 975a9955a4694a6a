"""Which brackets of a text belong together, and how deep in them each token stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from harness.lean.source._tokens import Token, TokenKind

# No library can make an operator of these.
_FIRM: Final = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⦃": "⦄", "@[": "]", "#[": "]"}
# These can be operators too, as `⌋` is where Clifford algebras contract.
_LOOSE: Final = {"⌊": "⌋", "⌈": "⌉", "⟦": "⟧", "⟪": "⟫", "⁅": "⁆", "‹": "›", "⟮": "⟯", "⌜": "⌝"}
_ENDS: Final = {**_FIRM, **_LOOSE}
_CLOSERS: Final = frozenset(_FIRM.values())
_NEVER_ALONE: Final = frozenset(_FIRM) | _CLOSERS
_LOOSE_CLOSERS: Final = frozenset(_LOOSE.values())
#: What brackets open and close with, in texts that are no more than a formula.
OPENERS: Final = frozenset(_ENDS)
CLOSERS: Final = frozenset(_ENDS.values())
# The bracket at the end of `xs[i]'h` is a token together with the quote.
_ALIAS: Final = {"]'": "]"}
# In a quotation's brackets commands are data.
_QUOTES: Final = frozenset({"`", "``"})


class Brackets:
    """The brackets of a text's code tokens.

    depths: for each token, how many brackets are open before it; the brackets themselves count as outside.
    partner: the index of the other bracket, for each that has one. What has none is no bracket.
    """

    def __init__(self, code: Sequence[Token], ends: frozenset[int] = frozenset()) -> None:
        """ends: indices of tokens before which every bracket is closed or was never one."""
        self.partner: dict[int, int] = {}
        self._match(code, ends)
        self.depths: list[int] = []
        depth = 0
        for at in range(len(code)):
            other = self.partner.get(at)
            depth -= other is not None and other < at
            self.depths.append(depth)
            depth += other is not None and other > at

    def lacks_partner(self, code: Sequence[Token], at: int) -> bool:
        """Whether a bracket that can be nothing else has no other one."""
        return at not in self.partner and code[at].kind is TokenKind.SYMBOL and code[at].text in _NEVER_ALONE

    def _match(self, code: Sequence[Token], ends: frozenset[int]) -> None:
        waiting: list[tuple[str, int]] = []
        # How many of `waiting` want that end.
        wanted = dict.fromkeys(_CLOSERS, 0)
        quotes = 0
        for at, token in enumerate(code):
            if token.kind is not TokenKind.SYMBOL:
                if at in ends and not quotes:
                    waiting.clear()
                    wanted = dict.fromkeys(_CLOSERS, 0)
                continue
            text = _ALIAS.get(token.text, token.text)
            if text in _ENDS:
                waiting.append((_ENDS[text], at))
                if text in _FIRM:
                    wanted[_FIRM[text]] += 1
                quotes += _is_quotation(code, at)
            elif text in _CLOSERS and wanted[text]:
                while waiting:
                    end, start = waiting.pop()
                    if end in wanted:
                        wanted[end] -= 1
                    quotes -= _is_quotation(code, start)
                    if end == text:
                        self.partner[start], self.partner[at] = at, start
                        break
            elif text in _LOOSE_CLOSERS and waiting and waiting[-1][0] == text:
                _, start = waiting.pop()
                self.partner[start], self.partner[at] = at, start


def _is_quotation(code: Sequence[Token], at: int) -> bool:
    return at > 0 and code[at - 1].text in _QUOTES and code[at - 1].end == code[at].start
