"""Examples under names: Lean keeps nothing of an `example`, and what isn't kept can't be audited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from string import ascii_lowercase, digits

from harness.errors import BadCandidateError
from harness.lean.source._tokens import Token, TokenKind, column

EXAMPLE, DEFINITION = "example", "def "
# Letters to Lean that hardly a text has; three characters of a name make a definition as long as the word.
_MARKS = tuple(map(chr, range(0x1D49C, 0x1D5A0)))
_NAME = re.compile(f"[{_MARKS[0]}-{_MARKS[-1]}][a-z0-9]{{2}}")
_DEFINITION = re.compile(f"definition `({_NAME.pattern})`")
_REST = tuple(map("".join, product(ascii_lowercase + digits, repeat=2)))


@dataclass(frozen=True, slots=True)
class NamedExamples:
    """A text whose examples are definitions. text: as long as the client's own, line by line.

    names: of the definitions, none of which occurs in the client's text. starts: line (from 1) and column
    (from 0) of each.
    """

    text: str
    names: frozenset[str] = frozenset()
    starts: frozenset[tuple[int, int]] = frozenset()

    def mentioned(self, words: str) -> bool:
        """Whether a name is in the words."""
        return bool(self.names) and any(name in self.names for name in _NAME.findall(words))

    def own(self, words: str) -> str:
        """Lean's words as they are about examples without names."""
        if not self.names:
            return words
        words = _DEFINITION.sub(lambda found: EXAMPLE if found[1] in self.names else found[0], words)
        return _NAME.sub(lambda found: f"_{EXAMPLE}" if found[0] in self.names else found[0], words)


def named_examples(text: str, code: Sequence[Token]) -> NamedExamples:
    """`text` with a definition in place of each `example`; code: its tokens that are code.

    No position changes. A definition is elaborated as an example is. Raises BadCandidateError for more
    examples than there are names.
    """
    found = [token for token in code if token.kind is TokenKind.IDENT and token.text == EXAMPLE]
    if not found:
        return NamedExamples(text)
    names, pieces, position = [], [], 0
    fresh = _fresh_names(text)
    for token in found:
        name = next(fresh, None)
        if name is None:
            raise BadCandidateError(f"the file has {len(found)} examples: more than can be looked at")
        names.append(name)
        pieces += [text[position : token.start], DEFINITION + name]
        position = token.end
    starts = frozenset((token.line, column(text, token.start)) for token in found)
    return NamedExamples("".join(pieces) + text[position:], frozenset(names), starts)


def _fresh_names(text: str) -> Iterator[str]:
    for mark in _MARKS:
        if mark not in text:
            yield from (mark + rest for rest in _REST)
