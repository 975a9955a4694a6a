"""The variables and universe levels that are in force where a theorem stands.

A theorem depends on those variables that it mentions, on those that these depend on, and on every nameless
instance whose own variables are all among them. That is Lean's rule since 4.12, applied here by the words
of the text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from harness.errors import StatementTextError
from harness.lean.source._tokens import Token, TokenKind
from harness.lean.source.commands import LeanText, SourceCommand
from harness.lean.source.scopes import word_of
from harness.lean.source.statements import Statement, binder_names

_CLOSES: Final = {"(": ")", "{": "}", "⦃": "⦄", "[": "]"}
_BINDING: Final = frozenset(
    {"∀", "∃", "∃!", "∄", "fun", "λ", "let", "have", "∑", "∏", "Σ", "Π", "∫", "⨆", "⨅"}
)
_SORTS: Final = frozenset({"Type", "Sort"})
_NO_LEVELS: Final = frozenset({"max", "imax", "_"})


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable. name: empty for a nameless instance. bracket: its opening one.

    type: the text behind its colon, or the whole inside of an instance's bracket. first, last: indices of the
    tokens of that text. column: where the text begins on its line.
    """

    name: str
    bracket: str
    type: str
    first: int
    last: int
    column: int

    def binder(self) -> str:
        """The variable as a binder, its type's lines in the columns that they had."""
        name = f"{self.name} :" if self.name else ""
        return f"{self.bracket}{name}\n{' ' * self.column}{self.type}\n{_CLOSES[self.bracket]}"


@dataclass(slots=True)
class _Scope:
    variables: list[Variable] = field(default_factory=list)
    universes: list[str] = field(default_factory=list)


def variables_of(statement: Statement) -> list[Variable]:
    """The variables that the statement depends on, in their order.

    Raises StatementTextError where the text alone doesn't tell which ones these are.
    """
    source = statement.source
    known = [each for scope in _scopes(source, statement.keyword) for each in scope.variables]
    if not known:
        return []
    names = {each.name for each in known if each.name}
    used = _mentioned(statement, names)
    needs = [_words(source.code, range(each.first, each.last)) & names for each in known]
    for each, needed in zip(reversed(known), reversed(needs), strict=True):
        if each.name in used:
            used |= needed
    chosen: list[Variable] = []
    for each, needed in zip(known, needs, strict=True):
        instance = each.bracket == "["
        if instance and not needed:
            raise StatementTextError(
                f"the instance [{each.type}] among the variables depends on none of them"
            )
        if (each.name and each.name in used) or (instance and needed <= used):
            used.add(each.name)
            chosen.append(each)
    return chosen


def free_levels(statement: Statement, variables: Sequence[Variable]) -> list[str]:
    """The universe levels that the statement names and nobody has declared, as they appear."""
    source = statement.source
    declared = {name for scope in _scopes(source, statement.keyword) for name in scope.universes}
    declared |= {token.text for token in source.code[statement.keyword + 2 : statement.begin]}
    ranges = [range(each.first, each.last) for each in variables]
    parts = (*ranges, range(statement.begin, statement.stop))
    named = dict.fromkeys(name for part in parts for name in _levels(source, part))
    return [name for name in named if name not in declared]


def _scopes(source: LeanText, keyword: int) -> list[_Scope]:
    """What is declared in each scope that is open at the theorem, the outermost first."""
    stack = [_Scope()]
    for command in source.commands:
        if command.keyword >= keyword:
            _no_change_for_one(source, command)
            break
        word = word_of(source, command)
        if word in ("namespace", "section", "mutual"):
            stack += [_Scope() for _ in range(_count(source, command, word))]
        elif word == "end":
            del stack[max(1, len(stack) - _count(source, command, word)) :]
        elif word == "variable":
            _declare(source, command, stack)
        elif word == "universe":
            stack[-1].universes += [token.text for token in _tokens(source, command)]
        elif word in ("include", "omit", "variable?"):
            raise StatementTextError(f"`{word}` changes which variables a statement depends on")
    return stack


def _tokens(source: LeanText, command: SourceCommand) -> Iterator[Token]:
    for token in source.code[command.keyword + 1 :]:
        if token.start >= command.end:
            break
        yield token


def _no_change_for_one(source: LeanText, command: SourceCommand) -> None:
    """Refuse what changes the variables for the theorem alone."""
    for token in source.code[: command.first]:
        if command.start <= token.start and token.text in ("variable", "include", "omit", "universe"):
            raise StatementTextError(f"`{token.text} … in` changes what the statement depends on")


def _count(source: LeanText, command: SourceCommand, word: str) -> int:
    name = next(_tokens(source, command), None)
    named = word != "mutual" and name is not None and name.line == source.code[command.keyword].line
    return len(name.text.split(".")) if named and name is not None else 1


def _declare(source: LeanText, command: SourceCommand, stack: list[_Scope]) -> None:
    code, partner, at = source.code, source.brackets.partner, command.keyword + 1
    while at < len(code) and code[at].start < command.end:
        last = partner.get(at)
        if code[at].text not in _CLOSES or last is None:
            raise StatementTextError(f"the variables `{source.text[code[at].start : command.end].strip()}`")
        names, begin = binder_names(code, at, last)
        if any(code[index].text == ":=" for index in range(begin, last)):
            raise StatementTextError("a variable has a default value")
        inside = [code[index].text for index in range(at + 1, last)]
        if begin == at + 1 and code[at].text != "[":
            _rebracket(stack, inside, code[at].text)
        elif begin < last:
            text = source.text[code[begin].start : code[last - 1].end]
            column = source.places.column(code[begin].start)
            stack[-1].variables += [
                Variable(name, code[at].text, text, begin, last, column) for name in names or ("",)
            ]
        at = last + 1


def _rebracket(stack: list[_Scope], names: Collection[str], bracket: str) -> None:
    """`variable {x}` changes how a variable that is there is bound."""
    for scope in stack:
        scope.variables = [
            replace(each, bracket=bracket) if each.name in names else each for each in scope.variables
        ]
    known = {each.name for scope in stack for each in scope.variables}
    if strange := [name for name in names if name not in known]:
        raise StatementTextError(f"the variable {strange[0]} has no type")


def _words(code: Sequence[Token], part: range) -> set[str]:
    return {code[at].text.split(".", 1)[0] for at in part if code[at].kind is TokenKind.IDENT}


def _mentioned(statement: Statement, names: set[str]) -> set[str]:
    """Those of the names that the statement mentions and doesn't bind itself."""
    code, bound, found = statement.source.code, set[str](), set[str]()
    ends = {each.last: each.names for each in statement.binders}
    inner = _bound_inside(statement)
    skipped = {
        at for each in statement.binders for at in range(each.first, _type_of(code, each.first, each.last))
    }
    for at in range(statement.begin, statement.stop):
        word = code[at].text.split(".", 1)[0]
        bare = at < statement.colon and statement.source.brackets.depths[at] == 0
        if code[at].kind is TokenKind.IDENT and at not in skipped and word in names and word not in bound:
            if bare:
                bound.add(word)
            elif word in inner:
                raise StatementTextError(f"the variable {word} is the name of a bound one, too")
            else:
                found.add(word)
        bound.update(ends.get(at, ()))
    return found


def _type_of(code: Sequence[Token], first: int, last: int) -> int:
    return binder_names(code, first, last)[1]


def _bound_inside(statement: Statement) -> set[str]:
    """The names that stand where a quantifier, a function or a `let` binds."""
    code, found = statement.source.code, set[str]()
    binding = False
    for at in range(statement.begin, statement.stop):
        text = code[at].text
        if text in _BINDING:
            binding = True
        elif binding and code[at].kind is TokenKind.IDENT:
            found.add(text)
        elif text not in ("(", "{", "⦃", "[", "⟨", "_"):
            # Behind a type's bracket another one may follow.
            binding = text in (")", "}", "⦄", "]") and binding
    return found


def _levels(source: LeanText, part: range) -> Iterator[str]:
    """The words in a range of code tokens that stand where a universe level does."""
    code, partner = source.code, source.brackets.partner
    for at in part:
        following = code[at + 1] if at + 1 in part else None
        if following is None:
            continue
        if code[at].text in _SORTS and following.kind is TokenKind.IDENT:
            if following.text not in _NO_LEVELS:
                yield following.text
        elif (code[at].text in _SORTS and following.text == "(") or (
            code[at].text == "." and following.text == "{"
        ):
            for inside in code[at + 2 : partner.get(at + 1, at + 2)]:
                if inside.kind is TokenKind.IDENT and inside.text not in _NO_LEVELS:
                    yield inside.text
