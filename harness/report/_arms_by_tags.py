"""Arms of an ablation, distinguished by the tags of their runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from harness.errors import UsageError
from harness.report._arms import Arm, Arms
from harness.report._words import count_of
from harness.run.settings import RunSettings
from harness.stats import pool

if TYPE_CHECKING:
    from harness.run.summary import RunSummary


def arms_by_tags(
    runs: Sequence[RunSummary],
    keys: Sequence[str],
    base: Mapping[str, str] | None = None,
    *,
    repeated: bool = False,
) -> Arms:
    """Arms with the tags `keys` as factors, in the order of their first run.

    base: the tags of the arm to compare with; None means the first one. repeated: runs with the same values
    of these tags are pooled (see `stats.pool`); other tags don't matter.

    Raises UsageError for no key or one given twice, for runs without one of the tags, for several runs of
    one arm without `repeated`, for fewer than two arms, and for a base that is no arm or several.
    """
    if not keys or len(set(keys)) != len(keys):
        raise UsageError("give each tag that makes the arms once, for instance --arms-by data,size")
    _require_tags(runs, keys)
    levels: dict[tuple[str, ...], list[RunSummary]] = {}
    for run in runs:
        tags = tags_of_run(run)
        levels.setdefault(tuple(tags[key] for key in keys), []).append(run)
    arms, notes = [], []
    for level, members in levels.items():
        factors = dict(zip(keys, level, strict=True))
        name = _named(factors)
        if len(members) > 1 and not repeated:
            raise UsageError(
                f"{count_of(len(members), 'run')} have {name}: "
                f"{', '.join(str(run.run_dir) for run in members)}. Give one of them, another tag to "
                "--arms-by that tells them apart, or --repeats to pool runs that differ in --seed"
            )
        if len(members) > 1:
            notes.append(f"{name} is pooled from {count_of(len(members), 'run')}.")
        arms.append(Arm(name, _pooled(members, factors), factors))
    if len(arms) < 2:
        raise UsageError(f"all runs have {arms[0].name}: an ablation needs runs of at least two arms")
    return Arms("", _base(arms, keys, base).name, tuple(arms), tuple(notes))


def tags_of_run(run: RunSummary) -> dict[str, str]:
    """The tags that a run was given with --tag."""
    return dict(run.settings.tags)


def _require_tags(runs: Sequence[RunSummary], keys: Sequence[str]) -> None:
    lines = []
    for run in runs:
        tags = tags_of_run(run)
        if missing := [key for key in keys if key not in tags]:
            has = _named(tags) if tags else "no tags"
            lines.append(f"  {run.run_dir} lacks {', '.join(missing)} (it has {has})")
    if lines:
        raise UsageError(
            "these runs lack a tag of --arms-by:\n"
            + "\n".join(lines)
            + "\nLeave them out, or describe the arms in a file for --arms."
        )


def _pooled(members: Sequence[RunSummary], factors: Mapping[str, str]) -> RunSummary:
    # Tags decide no result, so those that are no factor may differ among repeats.
    if len(members) == 1:
        return members[0]
    return pool(
        [
            replace(run, settings=RunSettings.of({**run.settings.json, "tags": dict(factors)}))
            for run in members
        ]
    )


def _base(arms: Sequence[Arm], keys: Sequence[str], base: Mapping[str, str] | None) -> Arm:
    if not base:
        return arms[0]
    if unknown := [key for key in base if key not in keys]:
        raise UsageError(f"--base {unknown[0]}=... is no tag of --arms-by, which has {', '.join(keys)}")
    found = [arm for arm in arms if all(arm.factors[key] == value for key, value in base.items())]
    if len(found) != 1:
        what = "several arms" if found else "no arm"
        raise UsageError(
            f"--base {_named(base)} is {what}; the arms are\n"
            + "\n".join(f"  {arm.name}" for arm in arms)
            + "\nGive --base KEY=VALUE for each tag that tells the base from the others."
        )
    return found[0]


def _named(tags: Mapping[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in tags.items())
