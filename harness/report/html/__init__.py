"""The HTML report: one page, or a page with a folder of attempts, that needs no network."""

from harness.report.html._write import HtmlReport, write_html

__all__ = ["HtmlReport", "write_html"]
