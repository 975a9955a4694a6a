"""What a candidate's text may hold: rules over tokens, so never over comments or the inside of strings."""

from __future__ import annotations

from harness.checker.policy._engine import Level, Violation, changes_syntax, check_policy
from harness.checker.policy._readings import readings
from harness.checker.policy._rules import RULES, Rule

__all__ = ["RULES", "Level", "Rule", "Violation", "changes_syntax", "check_policy", "readings"]
