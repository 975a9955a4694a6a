"""The kinds of nodes that `Module.node` gives, see `_terms` for the tuples."""

from __future__ import annotations

from harness.lean.olean._terms import (
    APP,
    BVAR,
    CONST,
    IMAX,
    LAM,
    LET,
    MAX,
    NAT,
    PARAM,
    PI,
    PROJ,
    SORT,
    STR,
    SUCC,
    ZERO,
    Level,
    Node,
    Terms,
    children,
)

__all__ = [
    "APP", "BVAR", "CONST", "IMAX", "LAM", "LET", "MAX", "NAT", "PARAM", "PI", "PROJ", "SORT", "STR", "SUCC", "ZERO",
    "Level", "Node", "Terms", "children",
]  # fmt: skip
