"""Paper-style tables: published figures, each with its source, and runs of one's own beside them."""

from harness.report.papers._grid import paper_grid
from harness.report.papers._paper import Paper, PaperColumn, list_papers, read_paper
from harness.report.papers._published import FLAGS, Published, read_published

__all__ = [
    "FLAGS",
    "Paper",
    "PaperColumn",
    "Published",
    "list_papers",
    "paper_grid",
    "read_paper",
    "read_published",
]
