"""Figures as SVG: what is drawn, and that nothing in them breaks the page's policy."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from harness.report.figures import Curve, Point, VerdictBar, curves_svg, verdicts_svg

SVG = "{http://www.w3.org/2000/svg}"


def curve(label: str, colour: str, *values: float) -> Curve:
    points = tuple(Point(2**i, value, value / 2, (1 + value) / 2) for i, value in enumerate(values))
    return Curve(label, points, colour)


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(svg).iter(f"{SVG}text")]


def test_curves_have_their_labels_ks_and_colours() -> None:
    svg = curves_svg([curve("A", "run-1", 0.1, 0.2, 0.4), curve("B", "run-2", 0.2, 0.4, 0.41)])
    found = texts(svg)
    assert {"A", "B", "1", "2", "4", "attempts k"} <= set(found)
    assert "var(--run-1)" in svg
    assert "var(--run-2)" in svg
    description = ET.fromstring(svg).find(f"{SVG}desc")
    assert description is not None
    assert description.text == (
        "A: pass@1 10.0 %, pass@2 20.0 %, pass@4 40.0 %; B: pass@1 20.0 %, pass@2 40.0 %, pass@4 41.0 %"
    )


def test_labels_of_close_curves_keep_apart() -> None:
    svg = curves_svg([curve(name, "run-1", 0.3, 0.5) for name in "ABCD"])
    heights = [
        float(node.get("y", "")) for node in ET.fromstring(svg).iter(f"{SVG}text") if node.text in set("ABCD")
    ]
    gaps = [b - a for a, b in zip(sorted(heights), sorted(heights)[1:], strict=False)]
    assert len(gaps) == 3
    assert min(gaps) > 7


def test_a_label_stands_at_its_own_curve() -> None:
    svg = curves_svg([curve("A", "run-1", 0.2, 0.3, 0.4), curve("B", "run-2", 0.35)])
    places = {node.text: float(node.get("x", "")) for node in ET.fromstring(svg).iter(f"{SVG}text")}
    assert places["B"] < places["2"] < places["A"]


def test_ks_that_are_close_do_not_overlap() -> None:
    points = tuple(Point(k, 0.05, 0.04, 0.06) for k in (1, 2, 4, 8, 16, 32, 60, 64))
    labels = [text for text in texts(curves_svg([Curve("", points, "run-1")])) if text.isdecimal()]
    assert [text for text in labels if text in ("32", "60", "64")] == ["32", "64"]


def test_bars_have_shares_and_a_legend_of_what_occurs() -> None:
    svg = verdicts_svg([VerdictBar("A", {"proved": 25, "rejected": 75, "timeout": 0})])
    assert texts(svg) == ["25 %", "75 %", "proved", "rejected"]
    two = verdicts_svg([VerdictBar("A", {"proved": 1}), VerdictBar("B", {"infrastructure": 2})])
    assert {"A", "B", "infrastructure"} <= set(texts(two))
    assert texts(verdicts_svg([VerdictBar("A", {})])) == []


def test_a_figure_has_no_style_no_fixed_colour_and_ids_of_its_own() -> None:
    for svg in (
        curves_svg([curve("A", "run-1", 0.1, 0.9)], "one"),
        verdicts_svg([VerdictBar("A", {"proved": 1})], "one"),
    ):
        assert "style" not in svg
        assert "metadata" not in svg
        assert not re.search(r"#[0-9a-f]{6}", svg)
        root = ET.fromstring(svg)
        ids = [node.get("id") for node in root.iter() if node.get("id")]
        assert all(name and name.startswith("one-") for name in ids)
        assert len(ids) == len(set(ids))
        for name in re.findall(r'(?:url\(#|href="#)([^)"]+)', svg):
            assert name in ids
        assert root.get("role") == "img"


def test_the_same_figure_is_the_same_text() -> None:
    assert curves_svg([curve("A", "run-1", 0.1, 0.9)]) == curves_svg([curve("A", "run-1", 0.1, 0.9)])
