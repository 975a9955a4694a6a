"""pass@k against k."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from harness.report.figures._svg import GRID, MUTED, drawing, page_colour, to_svg

# Percent points that a label takes.
_LABEL_HEIGHT = 5.0


@dataclass(frozen=True, slots=True)
class Point:
    """pass@k and its interval, as fractions."""

    k: int
    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The points of one run, k ascending. label: a short word. colour: a name of the page, without dashes."""

    label: str
    points: tuple[Point, ...]
    colour: str


def curves_svg(curves: Sequence[Curve], prefix: str = "curves") -> str:
    """pass@k with 95 % bands over k on a logarithmic axis, as an `<svg>` element.

    prefix: makes ids unique within a page. Each curve ends with its label, so that no legend is needed.
    """
    names: dict[str, str] = {}
    with drawing() as new_figure:
        figure = new_figure(figsize=(4.7, 2.9))
        axes = figure.add_axes((0.085, 0.145, 0.85, 0.755))
        for curve in curves:
            _draw(axes, curve, page_colour(curve.colour, names))
        _label_ends(axes, curves, names)
        _frame(axes, curves)
        text = "; ".join(
            f"{curve.label}: " + ", ".join(f"pass@{p.k} {100 * p.estimate:.1f} %" for p in curve.points)
            for curve in curves
        )
        return to_svg(figure, "pass@k against the number of attempts", text, prefix, names)


def _draw(axes: Any, curve: Curve, colour: str) -> None:
    ks = [point.k for point in curve.points]
    estimates = [100 * point.estimate for point in curve.points]
    lows, highs = ([100 * getattr(point, side) for point in curve.points] for side in ("low", "high"))
    axes.fill_between(ks, lows, highs, color=colour, alpha=0.13, linewidth=0)
    axes.plot(ks, estimates, color=colour, linewidth=1.6, marker="o", markersize=3.2, markeredgewidth=0)


def _label_ends(axes: Any, curves: Sequence[Curve], names: dict[str, str]) -> None:
    """Labels at the curves' right ends, moved apart where they would overlap."""
    heights: dict[int, float] = {}
    back = {value: key for key, value in names.items()}
    for curve in sorted(curves, key=lambda curve: curve.points[-1].estimate):
        last = curve.points[-1]
        height = max(heights.get(last.k, float("-inf")) + _LABEL_HEIGHT, 100 * last.estimate)
        heights[last.k] = height
        axes.annotate(
            curve.label,
            (last.k, height),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=back[f"var(--{curve.colour})"],
            annotation_clip=False,
            parse_math=False,
        )


def _frame(axes: Any, curves: Sequence[Curve]) -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    ks = sorted({point.k for curve in curves for point in curve.points})
    axes.set_xscale("log", base=2)
    axes.xaxis.set_major_locator(FixedLocator(_spread(ks)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    axes.set_xlim(min(ks) * 0.93, max(ks) * 1.05)
    top = max(100 * point.high for curve in curves for point in curve.points)
    axes.set_ylim(0, min(102, max(5.0, top * 1.08)))
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, pad=5)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("attempts k")
    axes.text(-0.095, 1.04, "solved, %", transform=axes.transAxes, color=MUTED, va="bottom")


def _spread(ks: Sequence[int]) -> list[int]:
    """The ks whose labels have room: each at least a factor 1.6 above the one before; the last one stays."""
    kept: list[int] = []
    for k in ks:
        if not kept or k >= 1.6 * kept[-1]:
            kept.append(k)
        elif k == ks[-1]:
            kept[-1] = k
    return kept
