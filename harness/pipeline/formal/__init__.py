"""From problems in words to formal statements, and whether a statement says what its problem says."""

from harness.pipeline.formal.informal import InformalProblem, read_informal
from harness.pipeline.formal.stated import stated_by
from harness.pipeline.formal.statement_checker import StatementChecker, kernel_type_in, statements_checked

__all__ = [
    "InformalProblem",
    "StatementChecker",
    "kernel_type_in",
    "read_informal",
    "stated_by",
    "statements_checked",
]
