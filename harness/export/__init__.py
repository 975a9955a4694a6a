"""Exports: rows of attempts (JSONL, CSV, Parquet, pandas), lm-eval's files, entries of a leaderboard."""

from harness.export._frames import attempts_frame, comparisons_frame, problems_frame, table_frame
from harness.export._leaderboard import LEADERBOARD_FORMAT, LEADERBOARD_VERSION, leaderboard
from harness.export._lm_eval import LmEvalFiles, write_lm_eval
from harness.export._parquet import write_parquet
from harness.export._rows import FIELDS, TEXT_FIELDS, attempt_rows, csv_lines, json_lines

__all__ = [
    "FIELDS",
    "LEADERBOARD_FORMAT",
    "LEADERBOARD_VERSION",
    "TEXT_FIELDS",
    "LmEvalFiles",
    "attempt_rows",
    "attempts_frame",
    "comparisons_frame",
    "csv_lines",
    "json_lines",
    "leaderboard",
    "problems_frame",
    "table_frame",
    "write_lm_eval",
    "write_parquet",
]
