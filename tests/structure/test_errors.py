"""Every error that this package raises on purpose stands in one tree, and its docstring draws that tree."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

from imports import modules

import harness.errors
from harness.errors import ProverEvalError

ROOT = Path(__file__).resolve().parents[2]


def tree(kind: type[BaseException]) -> dict[str, str]:
    """Every class below `kind` -> its parent, as far as they are loaded."""
    found = {}
    for child in kind.__subclasses__():
        found[child.__name__] = kind.__name__
        found |= tree(child)
    return found


def drawn(text: str) -> dict[str, str]:
    """The tree that is drawn in `text`: class -> the one above it."""
    above: list[tuple[int, str]] = []
    found = {}
    for line in text.splitlines():
        if match := re.match(r"([│├└─ ]*)(\w+)  +\S", line):
            depth, name = len(match[1]), match[2]
            while above and above[-1][0] >= depth:
                above.pop()
            if above:
                found[name] = above[-1][1]
            above.append((depth, name))
    return found


def test_the_errors_are_those_that_are_drawn() -> None:
    for name in modules(ROOT):
        if name.startswith("harness.backends") or name.endswith("__main__"):
            continue
        # A package that isn't installed here has no error of its own.
        try:
            importlib.import_module(name)
        except ImportError as error:
            assert (error.name or "").partition(".")[0] != "harness", name
    ours = {name: parent for name, parent in tree(ProverEvalError).items() if not name.startswith("_")}
    assert len(ours) > 20
    assert drawn(inspect.getdoc(harness.errors) or "") == ours
    assert all(hasattr(harness.errors, name) for name in ours)
