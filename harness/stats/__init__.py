"""Statistics: pass@k, intervals, comparison, gates. Nothing here loads numpy or scipy at import."""

from harness.stats._align import Pairing, align, same_ground
from harness.stats._compare import (
    Comparison,
    Difference,
    Kind,
    Lists,
    Metric,
    compare,
    measure,
    metric_values,
)
from harness.stats._estimate import EstimatorName, PassAtK, check_ks, estimate, solved_interval
from harness.stats._gate import Decision, GateResult, Outlook, decide
from harness.stats._intervals import bootstrap_interval, clopper_pearson
from harness.stats._paired import difference_interval, holm, mcnemar, sign_flip, tango_interval
from harness.stats._pass_at_k import first_success, pass_at_k, prefix_pass_at_k

__all__ = [
    "Comparison",
    "Decision",
    "Difference",
    "EstimatorName",
    "GateResult",
    "Kind",
    "Lists",
    "Metric",
    "Outlook",
    "Pairing",
    "PassAtK",
    "align",
    "bootstrap_interval",
    "check_ks",
    "clopper_pearson",
    "compare",
    "decide",
    "difference_interval",
    "estimate",
    "first_success",
    "holm",
    "mcnemar",
    "measure",
    "metric_values",
    "pass_at_k",
    "prefix_pass_at_k",
    "same_ground",
    "sign_flip",
    "solved_interval",
    "tango_interval",
]
