"""A small file whose term is made by the test, and a reading of all that the audit reads."""

from __future__ import annotations

from collections.abc import Callable

from olean_builder import Builder
from olean_terms import same_term, used_constants

from harness.lean.olean import Module, OleanLimits, read_olean


def read_all(data: bytes, limits: OleanLimits | None = None) -> Module:
    """Read everything that the audit reads."""
    module = read_olean(data, file="forged", limits=limits)
    assert module.imports is not None
    assert module.extra_names is not None
    for constant in module.constants.values():
        for term in constant.terms:
            used_constants(module, term)
            assert same_term(module, term, (), module, term, ())
    for entries in module.entries.values():
        module.names_in(entries.handles)
    return module


def simple(change: Callable[[Builder, int], int] | None = None) -> bytes:
    """A file with `axiom c : f 1`; `change` may replace the type."""
    build = Builder()
    term = build.app(build.const("f"), build.lit(1))
    if change is not None:
        term = change(build, term)
    return build.file([("c", build.axiom("c", term))])
