"""Statements of known truth in the language of the bench nng, drawn from a seed; their controlled English."""

from harness.pipeline.generator.generate import FAMILIES, MIX, SIZES, Generator
from harness.pipeline.generator.statements import (
    HEADER,
    Assumption,
    Claim,
    Extent,
    GeneratedStatement,
    Truth,
)

__all__ = [
    "FAMILIES",
    "HEADER",
    "MIX",
    "SIZES",
    "Assumption",
    "Claim",
    "Extent",
    "GeneratedStatement",
    "Generator",
    "Truth",
]
