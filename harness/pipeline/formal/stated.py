"""The statement in a text that a model wrote, and nothing else of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from harness.errors import StatementTextError
from harness.lean.source import LeanText, TokenKind, read_statement, source_of
from harness.lean.source.assemble import lean_lines
from harness.lean.source.theorems import find_theorem
from harness.problem import Problem

_STATING: Final = frozenset({"theorem", "lemma", "example"})


def stated_by(problem: Problem, text: str) -> Problem:
    """The problem with the statement that the text gives: `theorem NAME BINDERS : PROPOSITION := by`.

    It is that of the theorem of the problem's name, else of the last theorem, lemma or example. Whatever else
    the text holds (imports, `open`, definitions, attributes, a proof) is left out: a statement that needs it
    doesn't compile. Raises StatementTextError where no statement can be read.
    """
    source = source_of(lean_lines(text))
    keyword = find_theorem(source.code, problem.name)
    if keyword is None:
        words = [at for at, token in enumerate(source.code) if _is_stating(source, at)]
        if not words:
            raise StatementTextError("the text states no theorem")
        source, keyword = _with_a_name(source, words[-1], problem.name)
    statement = read_statement(source, keyword)
    if statement is None:
        raise StatementTextError("what the text states isn't `theorem NAME binders : proposition`")
    code = source.code
    claim = source.text[code[statement.begin].start : code[statement.stop - 1].end]
    formal = f"theorem {problem.name}{statement.levels} {claim} := by\n"
    return replace(problem, formal_statement=formal, goal="")


def _is_stating(source: LeanText, at: int) -> bool:
    token = source.code[at]
    return token.kind is TokenKind.IDENT and token.text in _STATING


def _with_a_name(source: LeanText, keyword: int, name: str) -> tuple[LeanText, int]:
    """The text with `theorem NAME` for an example's first word; any other one has a name already."""
    word = source.code[keyword]
    if word.text != "example":
        return source, keyword
    renamed = source_of(f"{source.text[: word.start]}theorem {name} {source.text[word.end :]}")
    return renamed, keyword
