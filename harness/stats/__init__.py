"""Statistics: pass@k, intervals, comparison, gates. Nothing here loads numpy or scipy at import."""

from harness.stats._agreement import krippendorff_alpha
from harness.stats._align import Pairing, align, require_no_part_beside_whole, same_ground
from harness.stats._budget import Budget
from harness.stats._compare import (
    Comparison,
    Difference,
    Lists,
    Metric,
    MetricKind,
    compare,
    measure,
    metric_values,
)
from harness.stats._cost import (
    CostKind,
    CostPoint,
    Prices,
    ProblemCost,
    cost_curve,
    problem_costs,
    solved_at,
)
from harness.stats._estimate import EstimatorName, PassAtK, check_ks, estimate, solved_interval
from harness.stats._gate import Decision, GateResult, Looks, Outlook, decide, decide_no_lost
from harness.stats._intervals import bootstrap_interval, clopper_pearson
from harness.stats._paired import (
    difference_interval,
    holm,
    mcnemar,
    paired_difference,
    tango_interval,
)
from harness.stats._pass_at_k import first_success, pass_at_k, prefix_pass_at_k
from harness.stats._pool import Cumulative, cumulative, pool
from harness.stats._repeats import Repeats, repeats
from harness.stats._same_texts import (
    attempts_digest,
    require_other_samples,
    same_texts,
    shared_notes,
    shared_texts,
    unchanged,
)
from harness.stats._sequential import boundaries, decide_sequential
from harness.stats._strata import Stratum, metadata_groups, split_groups, strata, verdict_counts

__all__ = [
    "Budget",
    "Comparison",
    "CostKind",
    "CostPoint",
    "Cumulative",
    "Decision",
    "Difference",
    "EstimatorName",
    "GateResult",
    "Lists",
    "Looks",
    "Metric",
    "MetricKind",
    "Outlook",
    "Pairing",
    "PassAtK",
    "Prices",
    "ProblemCost",
    "Repeats",
    "Stratum",
    "align",
    "attempts_digest",
    "bootstrap_interval",
    "boundaries",
    "check_ks",
    "clopper_pearson",
    "compare",
    "cost_curve",
    "cumulative",
    "decide",
    "decide_no_lost",
    "decide_sequential",
    "difference_interval",
    "estimate",
    "first_success",
    "holm",
    "krippendorff_alpha",
    "mcnemar",
    "measure",
    "metadata_groups",
    "metric_values",
    "paired_difference",
    "pass_at_k",
    "pool",
    "prefix_pass_at_k",
    "problem_costs",
    "repeats",
    "require_no_part_beside_whole",
    "require_other_samples",
    "same_ground",
    "same_texts",
    "shared_notes",
    "shared_texts",
    "solved_at",
    "solved_interval",
    "split_groups",
    "strata",
    "tango_interval",
    "unchanged",
    "verdict_counts",
]
