"""Tables and reports."""

from harness.report._arms import Arm, Arms, read_arms
from harness.report._baseline import read_run, save_baseline
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
from harness.report._grid import Figure, Grid, PValue, Row
from harness.report._json import summary_json
from harness.report._runs_grid import arms_grid, runs_grid
from harness.report._table import render_summary

__all__ = [
    "STATE_FILE",
    "Arm",
    "Arms",
    "Figure",
    "Format",
    "GateState",
    "Grid",
    "PValue",
    "Row",
    "arms_grid",
    "comparisons_json",
    "gate_annotations",
    "gate_benchmark",
    "gate_json",
    "gate_junit",
    "gate_markdown",
    "read_arms",
    "read_run",
    "render_comparisons",
    "render_gate",
    "render_grid",
    "render_summary",
    "runs_grid",
    "save_baseline",
    "summary_json",
]
