"""Facts of a module as JSON: from the process that read it to the one that decides."""

from __future__ import annotations

from typing import Any

from harness.checker.audit.steps import (
    Begins,
    Damaged,
    Declares,
    Good,
    ModuleFacts,
    RestsOn,
    Step,
    refused,
)
from harness.checker.verdict import Reason, Refusal
from harness.errors import DataError
from harness.lean.olean import Name
from harness.lean.olean.names import MAX_NUMBER


def facts_to_json(facts: ModuleFacts) -> Any:
    """As a value that JSON has; `facts_from_json` reads it."""
    steps = [[_TAGS[type(step)], *map(_plain, _values(step))] for step in facts.steps]
    return [facts.theorem, facts.constants, steps]


def facts_from_json(data: Any) -> ModuleFacts:
    """What `facts_to_json` gave. Raises DataError for anything else."""
    try:
        theorem, constants, steps = data
        name = None if theorem is None else _names([theorem])[0]
        return ModuleFacts(name, int(constants), tuple(_step(*step) for step in steps))
    except (ArithmeticError, LookupError, ValueError, TypeError, RecursionError) as error:
        raise DataError(f"these are no facts of a module: {error}") from None


_TAGS: dict[type[Step], str] = {
    Good: "good",
    Refusal: "refused",
    Damaged: "damaged",
    Declares: "declares",
    RestsOn: "rests on",
    Begins: "begins",
}


def _values(step: Step) -> list[Any]:
    if isinstance(step, Refusal):
        return [step.reason, step.detail]
    return [getattr(step, name) for name in type(step).__slots__]


def _plain(value: Any) -> Any:
    return list(map(_plain, value)) if isinstance(value, tuple) else value


def _step(tag: str, *values: Any) -> Step:
    if tag == "good":
        return Good(_text(*values))
    if tag == "refused":
        reason, detail = values
        return refused(Reason(reason), _text(detail))
    if tag == "damaged":
        file, text = values
        return Damaged(None if file is None else _text(file), _text(text))
    if tag == "declares":
        return Declares(_names(*values))
    if tag == "rests on":
        header, axioms, declared = values
        return RestsOn(_names(header), _names(axioms), None if declared is None else _names([declared])[0])
    if tag == "begins":
        (places,) = values
        return Begins(tuple((_count(line), _count(column)) for line, column in places))
    raise ValueError(f"step {tag!r}")


def _names(found: Any) -> tuple[Name, ...]:
    names = tuple(map(tuple, found))
    for part in (part for name in names for part in name):
        if type(part) is not int:
            _text(part)
        elif not 0 <= part < MAX_NUMBER:
            raise ValueError("a name with a number that no name has")
    return names


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < MAX_NUMBER:
        raise ValueError("no place in a text")
    return value


def _text(value: Any) -> str:
    """A text that can be written anywhere: JSON has halves of surrogate pairs, which no encoding has."""
    if not isinstance(value, str):
        raise ValueError("no text where one belongs")
    value.encode()
    return value
