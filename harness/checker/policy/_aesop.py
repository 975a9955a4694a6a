"""Rules of Aesop: which of them could be a program of the candidate's, and where one is called `unsafe`.

Aesop runs a definition of type `TacticM` that is registered as a rule, and takes one for such by its type
where no builder is named. A rule that may have to be undone is `unsafe`, which elsewhere begins a declaration
that the kernel doesn't see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from harness.checker.policy import _rules
from harness.lean.source import Token, TokenKind, plain_name


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Tokens between two brackets that are looked at; what is longer is taken for the worst.
FARTHEST = 200
#: Words that declare what can be a program, under the name behind them.
_DEFINING = _set("def abbrev irreducible_def")
#: Words that make one without a name behind them.
_MAKING = _set("instance structure class where rec mutual")
#: Words by which a program can get another name.
_NAMING = _set(
    """
    alias renaming export to_additive to_additive? to_dual to_dual?
    to_set_notation simps simps! simps? simps!? to_fun to_app alias_in reassoc elementwise higher_order
    """
)
_RULE_WORDS = _set("safe unsafe norm %")
#: How Aesop makes a rule of a lemma; `tactic` and `default` could run it.
_BUILDERS = _set("apply simp unfold constructors forward destruct cases")
_RUNNING = _set("tactic default")
_TACTICS = _set("aesop aesop?")
_BEFORE_PHASE = _set(", [ ] ) %")
_OPEN, _CLOSE = _set("( [ { ⟨ #[ @["), _set(") ] } ⟩")

Programs = frozenset[str] | None
"""The last parts of the names that a text's own programs can have; None: any name."""
NONE: Programs = frozenset()


def programs(code: Sequence[Token]) -> Programs:
    """What could be a program in a text, by its tokens that are code."""
    words = {token.text for token in code if token.kind is TokenKind.IDENT}
    if words.isdisjoint(_DEFINING | _MAKING):
        return NONE
    if not words.isdisjoint(_MAKING | _NAMING):
        return None
    pairs = pairwise(code)
    return frozenset(_last_part(name.text) for word, name in pairs if word.text in _DEFINING)


def rules_run_code(code: Sequence[Token], start: int, own: Programs, *, clause: bool) -> bool:
    """Whether Aesop may run what it gets as rules from the token at `start` to the closing bracket.

    own: the programs of the text. clause: several rules, which they are only if a word says so; else one,
    which ends at a comma and is about the declaration that it stands at.
    """
    near = code[start : start + FARTHEST]
    end = _end(near, _closings(near), 0, comma=not clause)
    if end is None:
        return True
    rules = near[:end]
    words = {token.text for token in rules}
    if clause and _RULE_WORDS.isdisjoint(words):
        return False
    # An attribute is about the declaration that it stands at.
    named = own if clause or own == NONE else None
    return not _RUNNING.isdisjoint(words) or any(_may_run(rule, named) for rule in _rules_in(rules))


def _rules_in(code: Sequence[Token]) -> Iterator[list[Token]]:
    """The rules between the commas that stand in no parentheses."""
    rule, depth = list[Token](), 0
    for token in code:
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "," and depth == 0:
            yield rule
            rule = []
        else:
            rule.append(token)
    yield rule


def _may_run(rule: Sequence[Token], own: Programs) -> bool:
    """Whether a rule without a builder names a program of the text's own."""
    if own == NONE or any(token.text in _BUILDERS for token in rule):
        return False
    names = (_last_part(token.text) for token in rule if token.kind is TokenKind.IDENT)
    return own is None or any(name in own for name in names)


def unsafe_phases(code: Sequence[Token]) -> frozenset[int]:
    """Where the word `unsafe` says of a rule of Aesop that it may be undone."""
    found: set[int] = set()
    ends = _closings(code)
    for at, token in enumerate(code):
        if token.text in _TACTICS:
            for start, end in _clauses(code, ends, at + 1):
                found.update(_phases(code, start, end))
        elif token.text == "@[" or (token.text == "[" and at and code[at - 1].text == "attribute"):
            for start, end in _of_attributes(code, ends, at + 1):
                found.update(_phases(code, start, end))
        elif token.text == "attr" and at + 1 < len(code) and code[at + 1].text == ":=":
            for start, end in _of_attributes(code, ends, at + 2):
                found.update(_phases(code, start, end))
    return frozenset(found)


def _clauses(code: Sequence[Token], ends: Mapping[int, int], at: int) -> Iterator[tuple[int, int]]:
    """The insides of the clauses `(add ...)` among those that begin at `at`."""
    while (
        at < len(code) and code[at].text == "(" and (end := _end(code, ends, at + 1, comma=False)) is not None
    ):
        if code[at + 1].text == "add" and code[at + 2].text != ",":
            yield at + 2, end
        at = end + 1


def _of_attributes(code: Sequence[Token], ends: Mapping[int, int], at: int) -> Iterator[tuple[int, int]]:
    """What stands behind `aesop` in each of the attributes from `at` on that are rules of Aesop."""
    farthest = at + FARTHEST
    while at < farthest and (end := _end(code, ends, at, comma=True)) is not None:
        head = at + (code[at].text in ("local", "scoped"))
        if code[head].text == "aesop":
            yield head + 1, end
        if code[end].text != ",":
            break
        at = end + 1


def _phases(code: Sequence[Token], start: int, end: int) -> Iterator[int]:
    """Words `unsafe` in a rule, outside of parentheses, that no declaration follows."""
    depth = 0
    for at in range(start, end):
        text, before = code[at].text, code[at - 1]
        depth += (text == "(") - (text == ")")
        follows = at == start or before.kind is TokenKind.IDENT or before.text in _BEFORE_PHASE
        if text == "unsafe" and depth == 0 and follows and code[at + 1].text not in _rules.BODY_ENDERS:
            yield at


def _closings(code: Sequence[Token]) -> dict[int, int]:
    """The index of each opening bracket that is closed -> that of its end."""
    open_ones: list[int] = []
    found: dict[int, int] = {}
    for at, token in enumerate(code):
        if token.text in _OPEN:
            open_ones.append(at)
        elif token.text in _CLOSE and open_ones:
            found[open_ones.pop()] = at
    return found


def _end(code: Sequence[Token], ends: Mapping[int, int], start: int, *, comma: bool) -> int | None:
    """Index of the bracket, or the comma, that ends what begins at `start`; None where it is far away."""
    at: int | None = start
    while at is not None and at < min(start + FARTHEST, len(code)):
        text = code[at].text
        if text in _CLOSE or (text == "," and comma):
            return at
        at = ends.get(at) if text in _OPEN else at
        at = None if at is None else at + 1
    return None


def _last_part(name: str) -> str:
    return plain_name(name).rpartition(".")[2]
