"""A candidate as the policy's rules read it, and what a rule finds."""

from __future__ import annotations

from dataclasses import dataclass

from harness.checker.policy import _rules
from harness.checker.policy._readings import FARTHEST, is_in_term
from harness.lean.source import Places, Token

_ENDS_TERM = frozenset({")", "]", "⟩", "}"})

#: What a rule yields: its id, the reason, the token.
Finding = tuple[str, str, Token]


@dataclass(frozen=True, slots=True)
class CandidateTokens:
    """A candidate's text, all its tokens, those that are code, whether it is a spliced proof, the benchmark's
    text before it, and whether the tokens are another reading than ours."""

    text: str
    tokens: list[Token]
    code: list[Token]
    splice: bool
    places: Places
    before: str = ""
    again: bool = False

    def word(self, index: int) -> str:
        """Text of the code token at `index`; empty past the end."""
        return self.code[index].text if 0 <= index < len(self.code) else ""

    def in_term(self, index: int) -> bool:
        """Whether the code token at `index` is in a term by what stands before it on its line."""
        if index == 0:
            return self.before.rstrip().endswith(":=")
        return is_in_term(self.text, self.code[index], self.code[max(0, index - FARTHEST) : index][::-1])

    def is_field(self, index: int) -> bool:
        """Whether the code token at `index` is a field of what stands before it: `(a).end`."""
        if self.word(index - 1) != "." or index < 2:
            return False
        owner, dot, token = self.code[index - 2 : index + 1]
        return owner.end == dot.start and dot.end == token.start and owner.text in _ENDS_TERM

    def leads_line(self, token: Token) -> bool:
        """Whether only white space stands before the token on its line."""
        return self.places.leads_line(token.start)


def finding(rule: str, token: Token) -> Finding:
    """That a token breaks a rule; the reason is that of the table."""
    return rule, _rules.REASONS[rule], token
