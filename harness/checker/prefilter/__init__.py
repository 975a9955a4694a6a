"""Many candidates of one statement in one text: what fails there by itself needs no check of its own."""

from __future__ import annotations

from harness.checker.prefilter._checker import PrefilterChecker, PrefilterMode
from harness.checker.prefilter._pilot import TOGETHER

__all__ = ["TOGETHER", "PrefilterChecker", "PrefilterMode"]
