"""One theorem of a Lean text: where it is, and what stands before, in and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from harness.lean.source._tokens import Token, TokenKind
from harness.lean.source.commands import THEOREMS, LeanText, source_of
from harness.lean.source.parts import code_tokens, plain_name, written_names

# Each brings a `:=` of its own.
_BINDING_WORDS: Final = frozenset({"let", "have", "letI", "haveI", "let_fun"})
_FUNCTIONS: Final = frozenset({"fun", "λ"})
_ARROWS: Final = frozenset({"=>", "↦"})


@dataclass(frozen=True, slots=True)
class TheoremParts:
    """A theorem cut into pieces of the text; all six joined give the text back.

    before: up to the declaration. prefix: doc comment, attributes, modifiers.
    keyword: `theorem` or `lemma`. signature: name, binders and statement.
    body: from the `:=`, `|` or `where` on; empty when there is none.
    after: from the next command on.
    """

    before: str
    prefix: str
    keyword: str
    signature: str
    body: str
    after: str


def declares_theorem(tokens: Sequence[Token], name: str) -> bool:
    """Whether the tokens have `theorem name` or `lemma name`, which a namespace may shorten."""
    return find_theorem(code_tokens(tokens), name) is not None


def find_theorem(code: Sequence[Token], name: str) -> int | None:
    """Index of the keyword of the first theorem called `name`, or else of the first that may be it."""
    wanted = plain_name(name)
    shortened = written_names(wanted)
    found: int | None = None
    for index, (token, following) in enumerate(pairwise(code)):
        if token.kind is TokenKind.IDENT and token.text in THEOREMS:
            if plain_name(following.text) == wanted:
                return index
            if found is None and plain_name(following.text) in shortened:
                found = index
    return found


def theorem_name(text: str) -> str | None:
    """The name that the text gives its theorem, as written; None if it doesn't begin with `theorem NAME`."""
    code = source_of(text).code
    named = len(code) > 1 and code[0].text == "theorem" and code[1].kind is TokenKind.IDENT
    return code[1].text if named else None


def words_of(text: str) -> list[str]:
    """The tokens of a text that are code, as they are written."""
    return [token.text for token in source_of(text).code]


@dataclass(frozen=True, slots=True)
class Opening:
    """How a formal statement ends, which may be in `:=`, `:= by`, `:= sorry` or `:= by sorry`.

    statement: the text without that. assigned: up to the end of the `:=`. text: up to where the proof begins,
    without `sorry`. tactics: whether it asks for tactics.
    """

    statement: str
    assigned: str
    text: str
    tactics: bool


def opening_of(text: str) -> Opening:
    """Where the proof begins that a formal statement asks for."""
    code = source_of(text).code
    end = len(code)
    hole = end > 1 and code[end - 1].text == "sorry"
    end -= hole
    opening = text[: code[end - 1].end] + "\n" if hole else text
    tactics = end > 1 and code[end - 1].text == "by"
    end -= tactics
    assigned = text[: code[end - 1].end] if end else ""
    end -= end > 1 and code[end - 1].text == ":="
    return Opening(text[: code[end - 1].end] if end else "", assigned, opening, tactics)


def normal_statement(statement: str) -> str:
    """`statement` without comments, theorem name, layout and the ending `:= by sorry`.

    Two statements with the same normal form are the same text; the converse isn't claimed.
    """
    code = source_of(opening_of(statement).statement).code
    named = len(code) > 1 and code[0].text == "theorem" and code[1].kind is TokenKind.IDENT
    return " ".join(token.text for token in code[2 if named else 0 :])


def split_theorem(text: str, name: str) -> TheoremParts | None:
    """Cut `text` at its first theorem or lemma called `name`, which a namespace may shorten; None when there
    is none."""
    source = source_of(text)
    keyword = find_theorem(source.code, name)
    return None if keyword is None else parts_of(source, keyword)


def parts_of(source: LeanText, keyword: int) -> TheoremParts:
    """The parts of the theorem whose keyword is the code token at index `keyword`."""
    text, code = source.text, source.code
    head, command = code[keyword], source.command_at(keyword)
    own = command is not None and command.keyword == keyword
    start = command.head if command is not None and own else head.start
    stop = command.end if command is not None else len(text)
    body = body_start(source, keyword + 2, stop)
    body_at = code[body].start if body is not None else stop
    return TheoremParts(
        before=text[:start],
        prefix=text[start : head.start],
        keyword=head.text,
        signature=text[head.end : body_at],
        body=text[body_at:stop],
        after=text[stop:],
    )


def signature_of(source: LeanText, keyword: int) -> str:
    """Name, binders and statement of the theorem whose keyword is the code token at index `keyword`."""
    command = source.command_at(keyword)
    stop = command.end if command is not None else len(source.text)
    body = body_start(source, keyword + 2, stop)
    return source.text[source.code[keyword].end : stop if body is None else source.code[body].start]


def body_start(source: LeanText, index: int, stop: int) -> int | None:
    """Index of the `:=`, `where` or `|` that a declaration's body begins with; None when there is none.

    It is looked for from the code token at `index` up to offset `stop`.

    It stands outside of brackets. A `:=` that a `let` or `have` asks for is none, nor is a `|` that is a bar
    of an absolute value or belongs to a `match` or `fun`: a pattern's `=>` comes before any other `:=`.
    """
    code, depths = source.code, source.brackets.depths
    base = depths[index] if index < len(code) else 0
    bindings = functions = 0
    pattern: int | None = None
    matching = False
    for at in range(index, len(code)):
        if code[at].start >= stop:
            break
        if depths[at] != base:
            continue
        text = code[at].text
        if text in _BINDING_WORDS:
            bindings += 1
        elif text in _FUNCTIONS:
            functions += 1
        elif text == ":=":
            if bindings == 0:
                return at
            bindings -= 1
        elif text == "where":
            return at
        elif text == "|" and not matching:
            before = code[at - 1].text
            matching = before in _FUNCTIONS or before == "with"
            pattern = at if pattern is None and not matching else pattern
        elif text in _ARROWS:
            if functions:
                functions -= 1
            elif pattern is not None and not matching:
                return pattern
    return None
