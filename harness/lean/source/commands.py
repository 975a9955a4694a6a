"""The commands of a text: where each begins, which word says what it is, what it declares, and where it ends.

Lean reserves the words that its commands begin with, so outside of brackets such a word begins a command
wherever it stands, at the margin or not. What else it may be there is distinguished here: `open … in` and
`set_option … in` before a term or a tactic, modifiers of fields, a `deriving` clause. Words of libraries are
names where the library isn't imported: they begin a command at the head of a line or behind attributes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from harness.lean.source._tokens import NO_CODE, Token, TokenKind, tokenize
from harness.lean.source.brackets import Brackets
from harness.lean.source.places import Places
from harness.lean.source.words import COMMANDS, HASH_COMMANDS, MODIFIERS, RESERVED_COMMANDS

_DEFINING: Final = frozenset(
    {"def", "abbrev", "instance", "structure", "class", "inductive", "coinductive", "irreducible_def"}
)
THEOREMS: Final = frozenset({"theorem", "lemma"})
#: What a candidate may state once more. An axiom isn't among it: no candidate may say one.
RESTATABLE: Final = _DEFINING | THEOREMS
#: Words behind which a declaration's name stands.
DECLARING: Final = _DEFINING | THEOREMS | {"axiom", "opaque", "proof_wanted", "example"}
_SCOPES: Final = frozenset({"namespace", "section", "mutual", "end"})
#: Behind one of these at the margin nothing that was open before goes on.
_RECOVERING: Final = DECLARING | _SCOPES
_BEHIND_CLASS: Final = frozenset({"inductive", "abbrev"})
_BEFORE_COMMANDS: Final = frozenset({"in", "#with_exporting", "#time"})
_OPENED: Final = frozenset({"(", ")", "→", "->", ","})


@dataclass(frozen=True, slots=True)
class SourceCommand:
    """One command; offsets count in the text, indices in its code tokens.

    start: where it begins, with any `open … in` and the like before it. head: where its doc comment,
    attributes and modifiers begin. first: index of the first token behind the doc comment.
    keyword: index of the word that says what it is. end: where the next command begins.
    """

    start: int
    head: int
    first: int
    keyword: int
    end: int


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a command begins. doc: the offset of its doc comment, else that of its first token."""

    first: int
    keyword: int
    doc: int


class LeanText:
    """A text and what its tokens say of its structure; each part is read once, when it is first asked for."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        """tokens: all of the text, as `tokenize` has them."""
        self.text, self.tokens = text, tokens
        self.code = [token for token in tokens if token.kind not in NO_CODE]

    @cached_property
    def places(self) -> Places:
        """Columns of offsets, and what leads a line."""
        return Places(self.text)

    @cached_property
    def brackets(self) -> Brackets:
        """The brackets of the code."""
        margin = frozenset(
            at
            for at, token in enumerate(self.code)
            if token.text in _RECOVERING and (token.start == 0 or self.text[token.start - 1] == "\n")
        )
        return Brackets(self.code, margin)

    @cached_property
    def commands(self) -> tuple[SourceCommand, ...]:
        """All commands, in order."""
        return tuple(_commands(self))

    def command_at(self, index: int) -> SourceCommand | None:
        """The command that the code token at `index` is part of; None before the first one."""
        at = bisect_right(self.commands, self.code[index].start, key=lambda command: command.start)
        return self.commands[at - 1] if at else None

    def doc(self, command: SourceCommand) -> str:
        """A command's doc comment; empty where it has none."""
        at = bisect_left(self.tokens, command.head, key=lambda token: token.start)
        return self.tokens[at].text if self.tokens[at].kind is TokenKind.DOC else ""

    def name(self, command: SourceCommand) -> Token | None:
        """The token with the name that a declaration gives; None where it gives none."""
        code, brackets, at = self.code, self.brackets, command.keyword
        word = code[at].text
        if word not in DECLARING:
            return None
        at += 1
        if word == "class" and at < len(code) and code[at].text in _BEHIND_CLASS:
            at += 1
        # `instance (priority := high) name`
        if word == "instance" and at < len(code) and code[at].text == "(":
            at = brackets.partner.get(at, at) + 1
        named = at < len(code) and code[at].kind is TokenKind.IDENT and code[at].start < command.end
        return code[at] if named else None


_SHORT: Final = 20_000


def source_of(text: str) -> LeanText:
    """The structure of a text; a short one's is kept for the next who asks."""
    return _recent(text) if len(text) <= _SHORT else LeanText(text, tokenize(text))


@lru_cache(maxsize=16)
def _recent(text: str) -> LeanText:
    return LeanText(text, tokenize(text))


def _commands(source: LeanText) -> Iterator[SourceCommand]:
    """Heads are joined to commands: behind `in` and its like, a head belongs to the command before."""
    text, code = source.text, source.code
    heads = list(_heads(source))
    notes = [token.start for token in source.tokens if token.kind is TokenKind.DOC and token.text[2:3] == "!"]
    offsets = sorted([*(head.doc for head in heads), *notes, len(text)])
    joined = [head.first > 0 and code[head.first - 1].text in _BEFORE_COMMANDS for head in heads]
    start = 0
    for at, head in enumerate(heads):
        if not (at and joined[at]):
            start = head.doc
        if at + 1 < len(heads) and joined[at + 1]:
            continue
        end = offsets[bisect_right(offsets, code[head.keyword].start)]
        yield SourceCommand(start, head.doc, head.first, head.keyword, end)


def _heads(source: LeanText) -> Iterator[_Head]:
    code, docs = source.code, _docs(source)
    begins = _Beginnings(source)
    for at in range(len(code)):
        if not begins.at(at):
            continue
        first = _first(source, at)
        yield _Head(first, at, docs.get(first, code[first].start))


def _first(source: LeanText, keyword: int) -> int:
    """Index of the first of the attributes and modifiers before a keyword, or of the keyword."""
    code, partner, at = source.code, source.brackets.partner, keyword
    while at > 0:
        before = code[at - 1].text
        if before in MODIFIERS:
            at -= 1
        elif before == "]" and (opening := partner.get(at - 1)) is not None and code[opening].text == "@[":
            at = opening
        else:
            break
    return at


def _docs(source: LeanText) -> dict[int, int]:
    """For the code tokens that a doc comment stands before: the index, and where that comment begins."""
    found: dict[int, int] = {}
    index, doc = 0, None
    for token in source.tokens:
        if token.kind is TokenKind.DOC:
            doc = None if token.text[2:3] == "!" else token.start
        elif token.kind not in NO_CODE:
            # The text of a `library_note` stands behind its name.
            if doc is not None and not (index > 1 and source.code[index - 2].text == "library_note"):
                found[index] = doc
            index, doc = index + 1, None
    return found


class _Beginnings:
    """Tells which words begin a command."""

    def __init__(self, source: LeanText) -> None:
        self._source = source
        self._opens = self._decided()

    def at(self, index: int) -> bool:
        """Whether the code token at `index` is the word by which a command is known."""
        source = self._source
        token, text = source.code[index], source.code[index].text
        if source.brackets.depths[index]:
            return False
        if token.kind is TokenKind.COMMAND:
            return text in HASH_COMMANDS or source.places.column(token.start) == 0
        return token.kind is TokenKind.IDENT and text in COMMANDS and self._is_command(index, text)

    def _is_command(self, index: int, text: str) -> bool:
        code = self._source.code
        before = code[index - 1] if index else None
        following = code[index + 1].text if index + 1 < len(code) else ""
        if text in MODIFIERS or (before is not None and before.text[-1] == "." and self._touches(index)):
            return False
        if text == "deriving":
            return following in ("instance", "noncomputable")
        if text in ("open", "set_option"):
            return self._opens.get(index, True)
        if before is not None and before.text == "class" and text in _BEHIND_CLASS:
            return False
        if text == "instance" and before is not None:
            return before.text != "deriving" and not (
                before.text == "noncomputable" and index > 1 and code[index - 2].text == "deriving"
            )
        return text in RESERVED_COMMANDS or self._leads(index)

    def _touches(self, index: int) -> bool:
        return self._source.code[index - 1].end == self._source.code[index].start

    def _leads(self, index: int) -> bool:
        """Whether a word of a library stands where a command begins."""
        first = _first(self._source, index)
        begins = self._source.places.leads_line(self._source.code[index].start)
        return begins or first < index or (index > 0 and self._source.code[index - 1].text == "in")

    def _decided(self) -> dict[int, bool]:
        """For each `open … in` and `set_option … in`: whether a command stands behind it."""
        code, found = self._source.code, dict[int, bool]()
        for at in range(len(code) - 1, -1, -1):
            if code[at].kind is TokenKind.IDENT and code[at].text in ("open", "set_option"):
                end = self._names_end(at)
                if end < len(code) and code[end].text == "in":
                    found[at] = code[at + 1].text == "private" or self._command_behind(end + 1, found)
        return found

    def _names_end(self, at: int) -> int:
        """Index of what stands behind the names of an `open`, or the value of a `set_option`."""
        code = self._source.code
        if code[at].text == "set_option":
            return at + 3
        at += 1
        while at < len(code) and (
            (
                code[at].kind is TokenKind.IDENT
                and code[at].text not in ("in", "open")
                and not self._reserved(at)
            )
            or code[at].text in _OPENED
        ):
            at += 1
        return at

    def _reserved(self, at: int) -> bool:
        return self._source.code[at].text in RESERVED_COMMANDS - {"scoped", "private"}

    def _command_behind(self, at: int, found: dict[int, bool]) -> bool:
        code, partner = self._source.code, self._source.brackets.partner
        while at < len(code) and (code[at].text in MODIFIERS or code[at].text == "@["):
            at = partner.get(at, at) + 1
        if at == len(code):
            return False
        if code[at].text in ("open", "set_option"):
            return found.get(at, True)
        return code[at].text in COMMANDS or code[at].text in HASH_COMMANDS
