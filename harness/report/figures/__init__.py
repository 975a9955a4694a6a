"""Figures as SVG that takes its colours from the page it stands in; drawing one loads matplotlib."""

from harness.report.figures._curves import Curve, Point, curves_svg
from harness.report.figures._verdicts import VerdictBar, verdicts_svg

__all__ = ["Curve", "Point", "VerdictBar", "curves_svg", "verdicts_svg"]
