"""What `report` adds to a run's figures: groups of problems, and budgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from harness.cli._options import option, together
from harness.errors import UsageError

if TYPE_CHECKING:
    from harness.report import Grid, RunStrata, Spending
    from harness.run.store import RunStore
    from harness.run.summary import RunSummary
    from harness.stats import Prices

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Parts:
    """What is asked for. by: `split` or a field. budget: tokens, cost or cpu. prices: as given, by option."""

    by: str | None
    budget: str | None
    prices: tuple[float | None, float | None, float | None]

    def check(self) -> None:
        """Raises UsageError for prices that nothing asks for."""
        if self.budget != "cost" and any(price is not None for price in self.prices):
            raise UsageError("prices go with --budget cost: add it, or leave them out")

    @property
    def asked(self) -> bool:
        """Whether there is anything beside the summary."""
        return self.by is not None or self.budget is not None


def part_options(function: Any) -> Any:
    """--by, --budget and the prices."""
    price = click.FloatRange(min=0)
    return together(
        option(
            "--by",
            metavar="split|source|tag:KEY|FIELD",
            help="The figures of groups of problems too: by split, or by a metadata field of the bench's "
            "problems; tag:KEY is the field KEY, whatever it is called.",
        ),
        option(
            "--budget",
            type=click.Choice(["tokens", "cost", "cpu"]),
            help="The problems solved for a part of what the run spent too: tokens, money, CPU time in Lean.",
        ),
        # No variables: those of `run` say what a run is to be given, and would take the place of its own.
        option("--price-in", type=price, envvar=None, help="For --budget cost.  [default: the run's own]"),
        option("--price-out", type=price, envvar=None, help="For --budget cost.  [default: the run's own]"),
        option(
            "--price-cpu",
            type=price,
            envvar=None,
            help="For --budget cost: money for a CPU hour in Lean.  [default: 0]",
        ),
    )(function)


@dataclass(frozen=True, slots=True)
class RunParts:
    """What was found for one run."""

    strata: RunStrata | None
    spending: Spending | None

    def json(self) -> dict[str, Any]:
        """The keys `by` and `budget`, as far as they are asked for."""
        from harness.report import spending_json, strata_json

        found: dict[str, Any] = {}
        if self.strata is not None:
            found["by"] = strata_json(self.strata)
        if self.spending is not None:
            found["budget"] = spending_json(self.spending)
        return found


def find_parts(
    store: RunStore, run: RunSummary, parts: Parts, ks: tuple[int, ...], include_paths: tuple[Path, ...]
) -> RunParts:
    """run: the summary whose pass@k is shown; budgets are counted in samples in any case.

    Raises UsageError, and what `find_bench` raises.
    """
    from harness.report import BudgetKind, run_spending, run_strata

    strata, spending = None, None
    if parts.by is not None:
        strata = run_strata(run, store.attempts(), parts.by, ks, include_paths)
    if parts.budget is not None:
        kind = BudgetKind(parts.budget)
        samples = run if run.count == "samples" else store.summary()
        spending = run_spending(samples, store.attempts(), kind, _prices(parts.prices, run))
    return RunParts(strata, spending)


def grids(found: list[RunParts]) -> list[Grid]:
    """One grid for each part that is asked for, with the rows of all runs."""
    from harness.report import spending_grid, strata_grid

    strata = [parts.strata for parts in found if parts.strata is not None]
    spending = [parts.spending for parts in found if parts.spending is not None]
    return [*([strata_grid(strata)] if strata else []), *([spending_grid(spending)] if spending else [])]


def _prices(given: tuple[float | None, float | None, float | None], run: RunSummary) -> Prices | None:
    """The run's prices with those given in their place; None when none is given."""
    from harness.report import prices_of
    from harness.stats import Prices

    if all(price is None for price in given):
        return None
    changed = zip(("prompt", "completion", "lean_cpu_h"), given, strict=True)
    return replace(
        prices_of(run) or Prices(), **{name: price for name, price in changed if price is not None}
    )
