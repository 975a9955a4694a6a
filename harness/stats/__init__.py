"""Statistics: pass@k, intervals. numpy and scipy load when a function is called, not at import."""

from harness.stats._estimate import EstimatorName, PassAtK, check_ks, estimate, solved_interval
from harness.stats._intervals import bootstrap_interval, clopper_pearson
from harness.stats._pass_at_k import first_success, pass_at_k, prefix_pass_at_k

__all__ = [
    "EstimatorName",
    "PassAtK",
    "bootstrap_interval",
    "check_ks",
    "clopper_pearson",
    "estimate",
    "first_success",
    "pass_at_k",
    "prefix_pass_at_k",
    "solved_interval",
]
