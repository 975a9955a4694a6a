"""Modules written by hand on top of Embedded.Arith: a theorem t, and what else it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from olean_builder import Builder

IMPORT = ("Embedded.Arith",)
Part = Callable[[Builder], int]
Declared = Callable[[Builder], tuple[str, int]]


def true(build: Builder) -> int:
    """The proposition True."""
    return build.const("True")


def false(build: Builder) -> int:
    """The proposition False."""
    return build.const("False")


def proof(build: Builder) -> int:
    """A proof of True."""
    return build.const("True", "intro")


def theorem(kind: Part, value: Part, params: Sequence[str] = ()) -> bytes:
    """A module with the theorem t."""
    build = Builder()
    return build.file([("t", build.theorem("t", kind(build), value(build), params))], IMPORT)


def two(first: Declared, second: Declared) -> bytes:
    """A module with two constants."""
    build = Builder()
    return build.file([first(build), second(build)], IMPORT)
