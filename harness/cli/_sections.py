"""Commands whose --help has its options in sections, and did-you-mean for the names of commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

REST = "Other"


class SectionedCommand(click.Command):
    """A command whose options are shown in sections.

    sections: title -> the parameters' names, in the order in which they are shown; others are under REST.
    """

    def __init__(self, *args: Any, sections: Mapping[str, Sequence[str]], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.sections = sections

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options section by section."""
        left = {str(param.name): param.get_help_record(ctx) for param in self.get_params(ctx)}
        for title, names in self.sections.items():
            _write(formatter, title, [left.pop(name, None) for name in names])
        _write(formatter, REST, list(left.values()))


def _write(formatter: click.HelpFormatter, title: str, records: list[tuple[str, str] | None]) -> None:
    if shown := [record for record in records if record is not None]:
        with formatter.section(title):
            formatter.write_dl(shown)
