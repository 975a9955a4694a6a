"""The part of a bench for Mathlib whose published statements compile on the embedded Lean."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from harness.bench._bench import Bench, Subset
from harness.errors import UsageError
from harness.lean.source import STRICT_BINDING, TokenKind, code_tokens, plain_name, strip_header, tokenize
from harness.problem import Problem

SUFFIX: Final = "@embedded"
"""Ends the name of such a part, behind the name of the whole with its variant."""

IMPORTS: Final = "prelude\nimport Embedded.Number\n"
# An unknown name, such as `ℝ`, would become a variable of the statement, which then says something else.
_BEHIND_NAMES: Final = frozenset(["hiding", "renaming", "in"])


def on_embedded(bench: Bench) -> Bench:
    """The bench's statements, verbatim, under the embedded Lean's header; which of them compile is undecided.

    Raises UsageError for problems whose headers are files of their own repository (LeanDojo's).
    """
    if bench.name.startswith("leandojo:"):
        raise UsageError(
            f"{bench.name} needs its repository's Lean: give --lean-workspace in place of --lean embedded"
        )
    return replace(
        bench,
        name=bench.name + SUFFIX,
        lean="embedded",
        problems=tuple(_moved(problem) for problem in bench.problems),
        toolchain=None,
        subset=Subset(bench.name, len(bench.problems)),
    )


def narrowed(bench: Bench, names: Collection[str]) -> Bench:
    """The undecided `bench` with the problems called `names` alone; raises UsageError when there are none."""
    if bench.subset is None:
        return bench
    problems = tuple(problem for problem in bench.problems if problem.name in names)
    if not problems:
        raise UsageError(
            f"no statement of {bench.subset.of} compiles on the embedded Lean: it needs Mathlib, "
            "`prover-eval setup --workspace DIR`"
        )
    splits = {problem.split for problem in problems}
    return replace(
        bench,
        problems=problems,
        default_split=bench.default_split if bench.default_split in splits else "all",
        subset=replace(bench.subset, decided=True),
    )


def embedded_header(header: str) -> str:
    """A header for Mathlib as one for the embedded library: other imports, the rest verbatim.

    Namespaces that the header opens and the library lacks are declared empty, so that the same `open` stands
    there as in the published file, and may stand in a candidate. Unknown names are errors.
    """
    _, rest = strip_header(header)
    opened = dict.fromkeys(_opened(rest))
    declared = "".join(f"namespace {name} end {name}\n" for name in opened)
    body = f"{rest.strip()}\n" if rest.strip() else ""
    return f"{IMPORTS}\n{declared}{STRICT_BINDING}{body}{STRICT_BINDING}\n"


def _moved(problem: Problem) -> Problem:
    metadata = dict(problem.metadata)
    if "prompt_header" in metadata:
        metadata["prompt_header"] = embedded_header(str(metadata["prompt_header"]))
    return replace(problem, header=embedded_header(problem.header), metadata=metadata)


def _opened(text: str) -> Iterator[str]:
    """The namespaces behind each `open` and `open scoped`."""
    names = False
    for token in code_tokens(tokenize(text)):
        if token.text == "open":
            names = True
        elif names and token.text != "scoped":
            # A word at the margin begins the next command.
            names = (
                token.kind is TokenKind.IDENT
                and token.text not in _BEHIND_NAMES
                and token.start > 0
                and text[token.start - 1] != "\n"
                and not plain_name(token.text).startswith("_root_")
            )
            if names:
                yield token.text
