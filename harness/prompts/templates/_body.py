"""The Jinja2 text of a template: compiled in a sandbox, rendered with errors that name file and line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.errors import DataError

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

_COMPILED_NAME = "<template>"


@dataclass(frozen=True, slots=True)
class Body:
    """A compiled text. text: its source. file, first_line: where it stands."""

    text: str
    file: Path
    first_line: int
    _template: Template = field(repr=False, compare=False)

    def render(self, variables: Mapping[str, Any], problem: str) -> str:
        """The text for the problem of that name. Raises DataError, with the line, whatever goes wrong."""
        try:
            return self._template.render(**variables)
        except Exception as error:
            # A template is a program: it may raise anything.
            raise DataError(
                f"the template fails for problem {problem}: {error}", file=self.file, line=self._line(error)
            ) from error

    def _line(self, error: BaseException) -> int | None:
        """The line of the file at which the error arose, as far as it is known."""
        line: int | None = None
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == _COMPILED_NAME:
                line = self.first_line + trace.tb_lineno - 1
            trace = trace.tb_next
        return line


def compile_body(text: str, file: Path, first_line: int, names: frozenset[str]) -> Body:
    """Compile a text that may use the variables `names`. Raises DataError with file and line."""
    from jinja2 import TemplateSyntaxError, meta, nodes

    environment = _environment()
    try:
        tree = environment.parse(text)
        unknown = meta.find_undeclared_variables(tree) - names
        if unknown:
            lines = (node.lineno for node in tree.find_all(nodes.Name) if node.name in unknown)
            raise DataError(
                f"the template names {', '.join(sorted(unknown))}, which is unknown; "
                f"known are {', '.join(sorted(names))}",
                file=file,
                line=first_line + min(lines, default=1) - 1,
            )
        return Body(text, file, first_line, environment.from_string(text))
    except TemplateSyntaxError as error:
        line = first_line + error.lineno - 1
        raise DataError(f"the template can't be read: {error.message}", file=file, line=line) from error


@cache
def _environment() -> SandboxedEnvironment:
    """No loader, nothing of Python in reach, every name must be known."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
