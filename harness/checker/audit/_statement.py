"""Whether a candidate's theorem states what the reference states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.checker.audit._reserved import SORRY
from harness.checker.audit.shown import in_words
from harness.errors import DataError
from harness.lean.olean import Constant, ConstantKind, Module, name_str
from harness.lean.olean.compare import Sharing, describe_difference
from harness.lean.olean.reach import count_visits, meaning, mentioned, own_reached

if TYPE_CHECKING:
    from harness.lean.olean import Name

_BY_CONTENT = (ConstantKind.DEFINITION, ConstantKind.THEOREM)


@dataclass(frozen=True, slots=True)
class _Side:
    """One module with the constants of its own that the statement reaches, used before users."""

    module: Module
    own: tuple[Name, ...]
    aliases: dict[Name, int]


def _side(sharing: Sharing, module: Module, theorem: Name) -> _Side:
    own = own_reached(module, theorem)
    aliases: dict[Name, int] = {}
    visits = 0
    for name in own:
        constant = module.constants[name]
        if constant.kind in _BY_CONTENT:
            # By content: Lean reuses a helper's `match_1` for an equal match in the statement.
            numbers: list[int] = []
            for term in meaning(constant):
                below = sharing.term(module, term, constant.level_params, aliases)
                numbers.append(below[term])
                visits += len(below)
                count_visits(module, visits)
            key = ("own", constant.kind, constant.safety, len(constant.level_params), *numbers)
            aliases[name] = sharing.number(key)
    return _Side(module, own, aliases)


def check_reference(reference: Module, theorem: Name) -> None:
    """Raise DataError unless the reference has the theorem, with a statement free of `sorry`."""
    wanted = reference.constants.get(theorem)
    if wanted is None or wanted.kind is not ConstantKind.THEOREM:
        raise DataError(f"the reference has no theorem {name_str(theorem)}: mend the benchmark's statement")
    if SORRY in mentioned(reference, theorem):
        raise DataError(
            f"the statement of {name_str(theorem)} contains `sorry`: mend the benchmark's statement"
        )


def statement_difference(candidate: Module, reference: Module, theorem: Name) -> str | None:
    """None if the theorem's types are the same term, else what differs, in one line.

    Own constants that the reference's type reaches must be there with the same kind, parameters, type and
    value; of an own theorem the proof is free. Own definitions and theorems are compared by content, other
    constants by name. Both modules must have the constant. Raises OleanError for a damaged file.
    """
    wanted, found = reference.constants[theorem], candidate.constants[theorem]
    if len(found.level_params) != len(wanted.level_params):
        return f"{len(found.level_params)} universe parameters, the statement has {len(wanted.level_params)}"
    if len(set(found.level_params)) != len(found.level_params):
        return "a universe parameter is declared twice"
    sharing = Sharing()
    theirs, ours = _side(sharing, reference, theorem), _side(sharing, candidate, theorem)
    for line in _differing_constants(sharing, ours, theirs):
        return line
    numbers = sharing.term(candidate, found.type, found.level_params, ours.aliases)
    expected = sharing.term(reference, wanted.type, wanted.level_params, theirs.aliases)
    difference = describe_difference((candidate, found.type, numbers), (reference, wanted.type, expected))
    return difference and in_words(candidate, found, reference, wanted, difference)


def _differing_constants(sharing: Sharing, ours: _Side, theirs: _Side) -> Iterator[str]:
    """A line for each constant of the reference that goes by name and that the candidate lacks or changed."""
    for name in theirs.own:
        wanted = theirs.module.constants[name]
        if wanted.kind in _BY_CONTENT:
            continue
        found = ours.module.constants.get(name)
        if found is None:
            yield f"{name_str(name)}, which the statement uses, isn't declared"
        elif _content(sharing, ours, found) != _content(sharing, theirs, wanted):
            yield f"{name_str(name)}, which the statement uses, is declared differently"


def _content(sharing: Sharing, side: _Side, constant: Constant) -> tuple[object, ...]:
    """Everything that makes up a constant but its name, comparable between modules by one `Sharing`."""
    terms = [
        sharing.term(side.module, term, constant.level_params, side.aliases)[term] for term in constant.terms
    ]
    shape = constant.shape
    rules = tuple((rule.constructor, rule.fields) for rule in shape.rules)
    names = (shape.constructors, shape.owner, rules, constant.siblings)
    heading = (constant.kind, constant.safety, len(constant.level_params), shape.numbers, shape.flags)
    return (*heading, names, tuple(terms))
