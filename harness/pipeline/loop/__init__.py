"""A loop's folder: rows, stages, and the runs by which stages ask a model and Lean."""

from harness.pipeline.loop.folder import LoopFolder, Stage, StageResult
from harness.pipeline.loop.rows import (
    PAIRS,
    REJECTIONS,
    STATEMENTS,
    LoopRejection,
    LoopStatement,
    Origin,
    Side,
    VerifiedPair,
    read_rows,
    row_lines,
    verdict_key,
)
from harness.pipeline.loop.sampling import RUN, LoopTools, bench_of, open_tools, sample_stage

__all__ = [
    "PAIRS",
    "REJECTIONS",
    "RUN",
    "STATEMENTS",
    "LoopFolder",
    "LoopRejection",
    "LoopStatement",
    "LoopTools",
    "Origin",
    "Side",
    "Stage",
    "StageResult",
    "VerifiedPair",
    "bench_of",
    "open_tools",
    "read_rows",
    "row_lines",
    "sample_stage",
    "verdict_key",
]
