"""From a matplotlib figure to an SVG element for a page: no style attribute, no metadata, colours by name."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from harness.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_PRESENTATION = frozenset(
    (
        *("fill", "fill-opacity", "fill-rule", "opacity", "font-size", "font-weight", "text-anchor"),
        *("stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin"),
        *("stroke-dasharray", "stroke-dashoffset"),
    )
)
_FONT_SIZE = re.compile(r"([0-9.]+)px")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")

#: What a figure is drawn with -> what the page calls it. Each stands for a colour that no figure uses itself.
INK, MUTED, GRID = "#010101", "#010102", "#010103"
_NAMES = {INK: "currentColor", MUTED: "var(--muted)", GRID: "var(--rule)"}


def page_colour(name: str, names: dict[str, str]) -> str:
    """A colour to draw with that becomes `var(--name)`; noted in `names`, which `to_svg` gets."""
    colour = f"#02{len(names) // 256:02x}{len(names) % 256:02x}"
    names[colour] = f"var(--{name})"
    return colour


@contextmanager
def drawing() -> Iterator[Any]:
    """matplotlib.figure.Figure, with settings for figures inside a page. Raises UsageError without it."""
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as error:
        raise UsageError("figures need matplotlib: pip install 'prover-eval[html]'") from error

    settings: dict[Any, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "prover-eval",
        "font.family": "sans-serif",
        "font.size": 9.0,
        "text.color": INK,
        "axes.edgecolor": GRID,
        "axes.labelcolor": MUTED,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.linewidth": 0.8,
    }
    with mpl.rc_context(settings):
        yield Figure


def to_svg(figure: Figure, title: str, description: str, prefix: str, names: Mapping[str, str]) -> str:
    """The figure as an `<svg>` element with a title and a description for people who can't see it.

    prefix: makes its ids unique within a page. names: colours drawn with -> colours of the page. The element
    scales with the width of its place.
    """
    buffer = io.StringIO()
    figure.savefig(
        buffer,
        format="svg",
        transparent=True,
        metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
    )
    root = ET.fromstring(buffer.getvalue())
    colours = {**_NAMES, **names}
    for element in root.iter():
        _plain(element, prefix, colours)
    for parent in root.iter():
        for child in list(parent):
            if child.tag.rpartition("}")[2] in ("style", "metadata"):
                parent.remove(child)
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.attrib |= {"role": "img", "aria-labelledby": f"{prefix}-title {prefix}-desc", "class": "figure"}
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        note = ET.Element(f"{{{_SVG}}}{tag}", {"id": f"{prefix}-{tag}"})
        note.text = text
        root.insert(place, note)
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    return ET.tostring(root, encoding="unicode")


def _plain(element: ET.Element, prefix: str, colours: Mapping[str, str]) -> None:
    """Styles as attributes, since the page's policy forbids styles of elements; ids with the prefix."""
    for part in element.attrib.pop("style", "").split(";"):
        name, _, value = (piece.strip() for piece in part.partition(":"))
        if name == "font" and (size := _FONT_SIZE.search(value)):
            element.set("font-size", size[1])
        elif name in _PRESENTATION:
            element.set(name, value)
    for name, value in list(element.attrib.items()):
        if name == "id":
            element.set(name, f"{prefix}-{value}")
        elif name == f"{{{_XLINK}}}href" and value.startswith("#"):
            element.set(name, f"#{prefix}-{value[1:]}")
        elif value in colours:
            element.set(name, colours[value])
        elif "url(#" in value:
            element.set(name, _REFERENCE.sub(rf"url(#{prefix}-\1)", value))
