"""Exports: runs as rows (JSONL, Parquet), as lm-eval's files, and as entries of a leaderboard."""

from harness.export._leaderboard import LEADERBOARD_FORMAT, LEADERBOARD_VERSION, leaderboard
from harness.export._lm_eval import LmEvalFiles, write_lm_eval
from harness.export._parquet import write_parquet
from harness.export._rows import FIELDS, TEXT_FIELDS, attempt_rows, json_lines

__all__ = [
    "FIELDS",
    "LEADERBOARD_FORMAT",
    "LEADERBOARD_VERSION",
    "TEXT_FIELDS",
    "LmEvalFiles",
    "attempt_rows",
    "json_lines",
    "leaderboard",
    "write_lm_eval",
    "write_parquet",
]
