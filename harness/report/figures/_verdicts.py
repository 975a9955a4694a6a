"""What became of the attempts, one bar for each run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.report.figures._svg import INK, MUTED, drawing, page_colour, to_svg

_NAMES = ("proved", "rejected", "timeout", "resource", "infrastructure")


@dataclass(frozen=True, slots=True)
class VerdictBar:
    """Attempts of one run by status ("proved", "rejected", "timeout", "resource", "infrastructure").

    label: a short word.
    """

    label: str
    counts: Mapping[str, int]


def verdicts_svg(bars: Sequence[VerdictBar], prefix: str = "verdicts") -> str:
    """Shares of verdicts as horizontal bars, as an `<svg>` element.

    The colours are the page's `--proved`, `--rejected`, ... . A share that has room carries its percentage.
    """
    names: dict[str, str] = {}
    colours = {name: page_colour(name, names) for name in _NAMES}
    on_dark = page_colour("surface", names)
    row = 0.4 if len(bars) > 1 else 0.26
    height = 0.4 + row * len(bars)
    with drawing() as new_figure:
        figure = new_figure(figsize=(4.7, height))
        axes = figure.add_axes((0.0, 0.38 / height, 1.0, row * len(bars) / height))
        for place, bar in enumerate(bars):
            _draw(axes, place, bar, colours, on_dark, alone=len(bars) == 1)
        axes.set_xlim(0, 100)
        axes.set_ylim(len(bars) - 0.6, -0.6 if len(bars) > 1 else -0.4)
        axes.axis("off")
        _legend(figure, bars, colours, height)
        text = "; ".join(
            f"{bar.label}: " + ", ".join(f"{name} {bar.counts.get(name, 0)}" for name in _NAMES)
            for bar in bars
        )
        return to_svg(figure, "Verdicts of all attempts", text, prefix, names)


def _draw(
    axes: Any, row: int, bar: VerdictBar, colours: Mapping[str, str], on_dark: str, *, alone: bool
) -> None:
    total = sum(bar.counts.values()) or 1
    left = 0.0
    for name in _NAMES:
        share = 100 * bar.counts.get(name, 0) / total
        if not share:
            continue
        axes.barh(row, share, left=left, height=0.44, color=colours[name], linewidth=0)
        if share >= 8:
            ink = INK if name == "rejected" else on_dark
            axes.text(left + share / 2, row, f"{share:.0f} %", ha="center", va="center_baseline", color=ink)
        left += share
    if not alone:
        axes.text(0, row - 0.26, bar.label, va="bottom", color=MUTED, fontsize=8, parse_math=False)


def _legend(figure: Any, bars: Sequence[VerdictBar], colours: Mapping[str, str], height: float) -> None:
    """Swatches of the statuses that occur."""
    from matplotlib.patches import Rectangle

    x = 0.0
    for name in _NAMES:
        if not any(bar.counts.get(name, 0) for bar in bars):
            continue
        y = 0.15 / height
        box = Rectangle((x, y - 0.05 / height), 0.016, 0.1 / height, transform=figure.transFigure)
        box.set(facecolor=colours[name], linewidth=0)
        figure.add_artist(box)
        figure.text(x + 0.024, y, name, va="center_baseline", color=MUTED, fontsize=8.5)
        x += 0.06 + 0.0175 * len(name)
