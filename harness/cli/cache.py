"""prover-eval cache: what lies in the user's cache, and how to remove it."""

from __future__ import annotations

import json
import re
import sys
import time
from typing import Any

import click

from harness.cli._options import option
from harness.errors import UsageError
from harness.printable import say
from harness.resources import cache_folder
from harness.usercache import CACHE_KINDS, CacheItem, cached_items, older_than, remove, size_text

_UNITS = {"m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}


class _Age(click.ParamType[float]):
    """30d, 12h, 2w: seconds."""

    name = "AGE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The seconds."""
        if isinstance(value, float):
            return value
        found = re.fullmatch(r"(\d{1,6})([mhdw])", str(value))
        if found is None:
            self.fail(f"{value!r} is no age, like 30d, 12h or 2w", param, ctx)
        return float(int(found[1]) * _UNITS[found[2]])


@click.group("cache", invoke_without_command=True)
@click.pass_context
def group(context: click.Context) -> None:
    """List or clear what is cached; all of it can be made or fetched again."""
    if context.invoked_subcommand is None:
        context.invoke(list_command, as_json=False)


@group.command("list")
@option("--json", "as_json", is_flag=True, help="One JSON object for each kind.")
def list_command(as_json: bool) -> None:
    """Each kind with its size and age (since its oldest and newest part was written)."""
    folder = cache_folder()
    total = 0
    if not as_json:
        click.echo(f"{folder}\n{'kind':<11}{'items':>7}{'size':>10}  {'oldest':>8}{'newest':>8}")
    for kind in CACHE_KINDS.values():
        items = cached_items(folder, kind)
        size = sum(item.size for item in items)
        total += size
        written = [item.written for item in items]
        if as_json:
            row = {
                "kind": kind.name,
                "text": kind.text,
                "path": str(folder / kind.place),
                "items": len(items),
            }
            ends = {"oldest": min(written, default=None), "newest": max(written, default=None)}
            click.echo(json.dumps({**row, "bytes": size, **ends}))
            continue
        ages = (_age(min(written)), _age(max(written))) if written else ("-", "-")
        click.echo(
            f"{kind.name:<11}{len(items):>7}{size_text(size):>10}  {ages[0]:>8}{ages[1]:>8}  {kind.text}"
        )
    if not as_json:
        click.echo(
            f"{'':<18}{size_text(total):>10}  prover-eval cache clear [KIND...] [--older-than 30d] removes"
        )


@group.command("clear")
@click.argument("kinds", nargs=-1, type=click.Choice(list(CACHE_KINDS)), metavar="[KIND...]")
@option("--older-than", type=_Age(), help="Only what was written longer ago than that: 30d, 12h, 2w.")
@option("--yes", is_flag=True, help="Don't ask.")
def clear_command(kinds: tuple[str, ...], older_than: float | None, yes: bool) -> None:
    """Remove what is cached of KIND, or of every kind; never anything that prover-eval didn't write.

    What is being built is left. A run that is under way only gets slower.
    """
    folder = cache_folder()
    items = [item for name in kinds or CACHE_KINDS for item in cached_items(folder, CACHE_KINDS[name])]
    items = _old(items, older_than)
    size = sum(item.size for item in items)
    if not items:
        click.echo(f"nothing to remove in {folder}")
        return
    what = f"{len(items)} items, {size_text(size)}, in {folder}"
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(f"{what} would be removed: give --yes")
        click.confirm(f"Remove {what}?", abort=True)
    left = [item for item in items if not remove(item)]
    for item in left:
        say(f"{item.path} is being built, and stays")
    gone = size - sum(item.size for item in left)
    click.echo(f"removed {len(items) - len(left)} items, {size_text(gone)}")


def _old(items: list[CacheItem], age: float | None) -> list[CacheItem]:
    return items if age is None else older_than(items, age)


def _age(written: float) -> str:
    seconds = max(0.0, time.time() - written)
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length:.0f} {unit}"
    return f"{seconds:.0f} s"
