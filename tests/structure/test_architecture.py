"""docs/architecture.md names files that are there, steps in their order, and what decides."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from imports import LAYERS, modules, package

from harness.checker.revision import DECIDING

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def section(title: str) -> str:
    """The text below a heading."""
    return TEXT.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def in_table(title: str) -> list[str]:
    """The files in a section's table, below harness/."""
    rows = [line for line in section(title).splitlines() if line.startswith("| `")]
    return [found[1] for row in rows if (found := re.match(r"\| `([^`]+)`", row))]


def test_every_file_is_there() -> None:
    named = set(re.findall(r"`((?:[\w]+/)+[\w]*(?:\.py)?)`", TEXT))
    assert len(named) > 50
    places = (ROOT, ROOT / "harness", ROOT / "harness" / "checker")
    ends = ("", ".py")
    missing = [
        n for n in named if not any((place / f"{n}{end}").exists() for place in places for end in ends)
    ]
    assert missing == []


def test_steps_stand_in_the_order_of_the_life_of_a_candidate() -> None:
    told = re.findall(r"^\d+\. `(\w+)`:", section("The life of one candidate"), re.MULTILINE)
    tree = ast.parse((ROOT / "harness/checker/check.py").read_text("utf-8"))
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert len(told) == 6
    assert [name for name in functions if name in told] == told


def test_what_decides_is_hashed() -> None:
    files = in_table("The files that decide")
    assert len(files) == 13
    assert all((ROOT / "harness" / file).is_file() for file in files)
    assert {file.split("/")[0] for file in files} <= set(DECIDING)


def test_only_the_check_proves() -> None:
    """Where a verdict is made of `proved`; a server's messages are another matter, which its record says."""
    found = set()
    for name, path in modules(ROOT).items():
        if package(name) != "checker":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "PROVED":
                found.add(name.removeprefix("harness.checker."))
    assert found == {"verdict", "check", "remote._messages"}


def test_the_layers_are_those_that_a_test_holds() -> None:
    told = re.search(r"```\n(problem, errors.*?)\n```", TEXT, re.DOTALL)
    assert told is not None
    layers = [part.strip().split(", ") for part in told[1].split("->")]
    held = [set(layer) for layer in LAYERS[1:-1]]
    assert set(layers[0]) - {"machine ..."} <= set(LAYERS[0])
    assert [set(layer) <= known for layer, known in zip(layers[1:], held, strict=True)] == [True] * len(held)
