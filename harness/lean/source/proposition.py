"""A problem's statement as a proposition of its own, and its negation as a problem."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.errors import StatementTextError
from harness.lean.source.commands import source_of
from harness.lean.source.parts import STRICT_BINDING, strictly_bound
from harness.lean.source.statements import Statement, read_statement
from harness.lean.source.theorems import find_theorem
from harness.lean.source.variables import free_levels, variables_of
from harness.lean.source.words import MODIFIERS

if TYPE_CHECKING:
    from harness.problem import Problem


@dataclass(frozen=True, slots=True)
class Proposition:
    """A statement without its theorem.

    text: a term, as `∀ binders, statement` over several lines; the last one ends in a line feed. It may begin
    at any column but stands in a declaration of its own. levels: the universe levels that this declaration
    must have behind its name (`.{u, v}`), or empty.
    """

    text: str
    levels: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """The statement inside the whole text of its problem. start: offset where the formal statement begins."""

    statement: Statement
    start: int


def proposition(problem: Problem) -> Proposition:
    """What the problem states, closed: its binders, and the variables of its header that it depends on,
    become a `∀`.

    Raises StatementTextError where the statement can't be read as `theorem NAME binders : proposition`, or
    where its text doesn't tell what it depends on (`include`, `omit`, `variable … in`, a variable whose name
    is bound again). What Lean would bind by itself (`autoImplicit`) isn't in the text: let an unknown name be
    an error where the proposition stands.
    """
    return _closed(_placed(problem).statement)


def negate(problem: Problem) -> Problem:
    """The problem that asks for a disproof: `theorem NAME : ¬ (∀ binders, proposition) := by`.

    Same name, split, metadata and universe levels; the kernel's type is `Not` of that of the statement.
    Informal statement and goal are left out, since they say the contrary. What stood before the theorem in
    the formal statement goes to the end of the header, and behind it a line by which a name that Lean would
    have bound by itself is an error: such a problem's negation doesn't compile. Attributes of the theorem
    are left out.

    Raises StatementTextError as `proposition` does. `lean.olean.compare.is_negation` tells by the compiled
    terms whether one statement is the negation of another.
    """
    placed = _placed(problem)
    statement = placed.statement
    source, closed = statement.source, _closed(statement)
    command = source.command_at(statement.keyword)
    if command is None or command.keyword != statement.keyword:
        raise StatementTextError(f"the theorem {problem.name} stands inside of another command")
    header = source.text[: command.start]
    header = header if header.endswith(STRICT_BINDING) else strictly_bound(header)
    words = [token.text for token in source.code[command.first : command.keyword] if token.text in MODIFIERS]
    opening = " ".join([*words, "theorem", statement.name])
    before = source.text[command.start : command.head]
    text = f"{before}{opening}{closed.levels} : ¬ (\n{closed.text}) := by\n"
    return replace(problem, formal_statement=text, header=header, informal_prefix="", goal="")


def _placed(problem: Problem) -> _Placed:
    header = problem.header if not problem.header or problem.header.endswith("\n") else problem.header + "\n"
    source = source_of(header + problem.formal_statement)
    first = next((at for at, token in enumerate(source.code) if token.start >= len(header)), len(source.code))
    found = find_theorem(source.code[first:], problem.name)
    statement = None if found is None else read_statement(source, first + found)
    if statement is None:
        raise StatementTextError(
            f"the statement of {problem.name} isn't `theorem NAME binders : proposition`"
        )
    return _Placed(statement, len(header))


def _closed(statement: Statement) -> Proposition:
    variables = variables_of(statement)
    levels = [*_words(statement.levels), *free_levels(statement, variables)]
    binders = _piece(statement, statement.begin, statement.colon)
    claim = _piece(statement, statement.colon + 1, statement.stop)
    if variables or binders:
        binders = "".join(f"{each.binder()}\n" for each in variables) + binders
        claim = f"∀\n{binders},\n{claim}"
    return Proposition(claim, f".{{{', '.join(levels)}}}" if levels else "")


def _piece(statement: Statement, first: int, stop: int) -> str:
    """The text of the tokens between two indices, each line in the columns that it has; empty for none."""
    source = statement.source
    if first >= stop:
        return ""
    start, end = source.code[first].start, source.code[stop - 1].end
    return f"{' ' * source.places.column(start)}{source.text[start:end]}\n"


def _words(levels: str) -> list[str]:
    return levels.replace(".{", " ").replace("}", " ").replace(",", " ").split()
