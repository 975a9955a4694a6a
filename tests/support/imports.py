"""What the modules of `harness` import of each other, read from their text: nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

GROUND = (
    "", "problem", "errors", "registry", "resources", "machine", "cachefile", "usercache", "printable",
    "keys", "waits", "http_address", "http_retry", "blocking", "lazily", "filelock",
)  # fmt: skip
#: Each layer may import those before it, and itself.
LAYERS = (
    GROUND,
    ("lean",),
    ("sandbox",),
    ("checker",),
    ("bench",),
    ("lint",),
    ("backends",),
    ("prompts",),
    ("run",),
    ("stats",),
    ("report",),
    ("export",),
    ("serve", "integrations", "pipeline", "search", "cluster"),
    ("cli",),
    ("__main__",),
)


@dataclass(frozen=True, slots=True)
class Import:
    """One import of a module of ours.

    importer, name: dotted names of modules. line: counts from 1. by_name: it is a registry's entry, imported
    when it is asked for.
    """

    importer: str
    name: str
    line: int
    by_name: bool = False

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.name}"


def modules(root: Path) -> Mapping[str, Path]:
    """Every module below `root` / harness by its dotted name; a package has its own."""
    found = {}
    for path in sorted((root / "harness").rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(root: Path) -> Iterator[Import]:
    """Every import of ours, those for types and those inside functions as well, and entries of registries."""
    known = modules(root)
    for importer, path in known.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for name in _named(node, known):
                assert isinstance(node, ast.expr | ast.stmt)
                yield Import(importer, name, node.lineno, isinstance(node, ast.Constant))


def _named(node: ast.AST, known: Mapping[str, Path]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "harness")
    elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "harness":
        base = node.module or ""
        for alias in node.names:
            inner = f"{base}.{alias.name}"
            yield inner if inner in known else base
    elif isinstance(node, ast.ImportFrom) and node.level:
        yield f"relative import {'.' * node.level}{node.module or ''}"
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("harness."):
        # "package.module:Name", as registries have it
        module, colon, _ = node.value.partition(":")
        if colon and module in known:
            yield module


def package(module: str) -> str:
    """The second part of a dotted name: harness.lean.source -> lean; of harness itself it is empty."""
    return module.split(".")[1] if "." in module else ""
