"""Tables and reports."""

from harness.report._json import summary_json
from harness.report._table import render_summary

__all__ = ["render_summary", "summary_json"]
