"""Benchmarks: problems, task folders, lint."""

from harness.bench._problem import CANONICAL_FIELDS, Problem

__all__ = ["CANONICAL_FIELDS", "Problem"]
