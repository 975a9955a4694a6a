"""How good statements are: five classes, by the votes of a model or by facts that can be computed."""

from harness.pipeline.scoring.classes import ScoreClass, ScoredStatement, median_class, read_class
from harness.pipeline.scoring.figures import score_metrics, score_outcomes
from harness.pipeline.scoring.rules import rule_scores

__all__ = [
    "ScoreClass",
    "ScoredStatement",
    "median_class",
    "read_class",
    "rule_scores",
    "score_metrics",
    "score_outcomes",
]
