"""Tables and reports."""

from harness.report._arms import Arm, Arms, read_arms
from harness.report._arms_by_tags import arms_by_tags
from harness.report._baseline import read_run, save_baseline
from harness.report._choose import Condition, choose, rename
from harness.report._compare import comparisons_json, render_comparisons
from harness.report._formats import Format, render_grid
from harness.report._gate import (
    gate_annotations,
    gate_benchmark,
    gate_json,
    gate_junit,
    gate_markdown,
    render_gate,
)
from harness.report._gate_state import STATE_FILE, GateState
from harness.report._grid import Figure, Grid, GridRow, PValue
from harness.report._json import summary_json
from harness.report._runs import ComparisonReport, RunReport, compare_runs, report_of
from harness.report._runs_grid import arms_grid, runs_grid
from harness.report._spending import (
    BudgetKind,
    BudgetLine,
    Spending,
    prices_of,
    run_spending,
    spending_grid,
    spending_json,
)
from harness.report._strata_grid import RunStrata, run_strata, strata_grid, strata_json
from harness.report._table import render_summary
from harness.report._words import judging_alarms, run_json

__all__ = [
    "STATE_FILE",
    "Arm",
    "Arms",
    "BudgetKind",
    "BudgetLine",
    "ComparisonReport",
    "Condition",
    "Figure",
    "Format",
    "GateState",
    "Grid",
    "GridRow",
    "PValue",
    "RunReport",
    "RunStrata",
    "Spending",
    "arms_by_tags",
    "arms_grid",
    "choose",
    "compare_runs",
    "comparisons_json",
    "gate_annotations",
    "gate_benchmark",
    "gate_json",
    "gate_junit",
    "gate_markdown",
    "judging_alarms",
    "prices_of",
    "read_arms",
    "read_run",
    "rename",
    "render_comparisons",
    "render_gate",
    "render_grid",
    "render_summary",
    "report_of",
    "run_json",
    "run_spending",
    "run_strata",
    "runs_grid",
    "save_baseline",
    "spending_grid",
    "spending_json",
    "strata_grid",
    "strata_json",
    "summary_json",
]
