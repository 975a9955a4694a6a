"""The figures of a score: what was kept, whether the votes agree, and whether the score is worth anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from harness.pipeline.loop import LoopStatement, VerifiedPair
from harness.pipeline.scoring.classes import LabelledScore, ScoreClass, ScoredStatement
from harness.stats import krippendorff_alpha

UNPARSEABLE: Final = "unparseable"


def score_metrics(
    scored: Sequence[ScoredStatement],
    statements: Sequence[LoopStatement],
    threshold: ScoreClass,
    labels: Sequence[LabelledScore] = (),
) -> dict[str, Any]:
    """The figures of a score, which is of the statements in order.

    histogram: statements by score, `unparseable` where no vote could be read. unparseable_votes: [how many,
    of how many]. alpha: Krippendorff's, ordinal, between the votes. labelled: against the labels that a
    person gave. truth: where it is known of a statement, kept and dropped ones by it.
    """
    histogram = Counter(UNPARSEABLE if each.score is None else str(each.score) for each in scored)
    votes = [vote for each in scored for vote in each.votes]
    kept = sum(each.kept(threshold) for each in scored)
    return {
        "statements": len(scored),
        "kept": kept,
        "dropped": len(scored) - kept,
        "threshold": str(threshold),
        "histogram": {name: histogram[name] for name in (*ScoreClass, UNPARSEABLE) if name in histogram},
        "unparseable_votes": [votes.count(None), len(votes)],
        "alpha": krippendorff_alpha([[_rank(vote) for vote in each.votes] for each in scored]),
        "labelled": _against_labels(scored, statements, labels) if labels else None,
        "truth": _by_truth(scored, statements, threshold),
    }


def score_outcomes(
    scored: Sequence[ScoredStatement], threshold: ScoreClass, pairs: Sequence[VerifiedPair]
) -> dict[str, dict[str, int]]:
    """How kept and dropped statements fared later: how many of them are proved, and how many refuted.

    pairs: what a later stage verified. A statement of which nothing was verified may never have been tried.
    """
    sides: dict[str, set[str]] = {"statement": set(), "negation": set()}
    for pair in pairs:
        sides[pair.side].add(pair.statement)
    found: dict[str, dict[str, int]] = {}
    for word, kept in (("kept", True), ("dropped", False)):
        group = {each.statement for each in scored if each.kept(threshold) is kept}
        found[word] = {
            "statements": len(group),
            "proved": len(group & sides["statement"]),
            "refuted": len(group & sides["negation"]),
        }
    return found


def _rank(score: ScoreClass | None) -> int | None:
    return None if score is None else score.rank


def _against_labels(
    scored: Sequence[ScoredStatement], statements: Sequence[LoopStatement], labels: Sequence[LabelledScore]
) -> dict[str, Any]:
    """The scores of labelled statements against their labels.

    not_found: labels of statements that weren't scored. exact, within_one: scores that are the label, or one
    class beside it. alpha: ordinal, between score and label. confusion: by label, then by score.
    """
    given = {row.statement: row.label for row in labels}
    pairs: list[tuple[ScoreClass, ScoreClass | None]] = []
    for each, statement in zip(scored, statements, strict=True):
        label = given.get(statement.ident, given.get(statement.name))
        if label is not None:
            pairs.append((label, each.score))
    both = [(label.rank, score.rank) for label, score in pairs if score is not None]
    confusion: dict[str, dict[str, int]] = {}
    for label, score in pairs:
        row = confusion.setdefault(str(label), {})
        name = UNPARSEABLE if score is None else str(score)
        row[name] = row.get(name, 0) + 1
    return {
        "labels": len(pairs),
        "not_found": len(given) - len(pairs),
        "exact": sum(label == score for label, score in both),
        "within_one": sum(abs(label - score) <= 1 for label, score in both),
        "alpha": krippendorff_alpha(both),
        "confusion": confusion,
    }


def _by_truth(
    scored: Sequence[ScoredStatement], statements: Sequence[LoopStatement], threshold: ScoreClass
) -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for each, statement in zip(scored, statements, strict=True):
        if statement.origin.truth is not None:
            row = found.setdefault(statement.origin.truth, {"kept": 0, "dropped": 0})
            row["kept" if each.kept(threshold) else "dropped"] += 1
    return found
