"""Selection: which problems of a bench a run is over, for headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.problem import Problem

ALL_SPLITS = "all"
# Settings that say what a run is called and how its problems were chosen: for people, and no part of what it
# is.
FOR_DISPLAY = frozenset({"selection", "label"})
_NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Selection:
    """What was chosen of a bench.

    split: a split, or "all". of_problems: problems of the bench over all splits. limit: of --limit. names: of
    --problem. without_known_errors: problems with a wrong statement were left out.
    """

    split: str
    of_problems: int
    limit: int | None = None
    names: tuple[str, ...] = ()
    without_known_errors: bool = False

    def record(self) -> dict[str, Any]:
        """As the run's setting `selection`."""
        return {
            "split": self.split,
            "of_problems": self.of_problems,
            "limit": self.limit,
            "names": list(self.names),
            "without_known_errors": self.without_known_errors,
        }

    @classmethod
    def recorded(cls, setting: object) -> Selection | None:
        """From a run's setting; None where there is none, as in older runs."""
        if not isinstance(setting, Mapping):
            return None
        split, of, limit = setting.get("split"), setting.get("of_problems"), setting.get("limit")
        names = setting.get("names")
        if (
            isinstance(split, str)
            and type(of) is int
            and (limit is None or type(limit) is int)
            and isinstance(names, list)
        ):
            return cls(split, of, limit, tuple(map(str, names)), setting.get("without_known_errors") is True)
        return None

    def words(self, problems: int) -> str:
        """Such as "test split, 20 of 150 problems, --limit 20". problems: of the run."""
        split = "all splits" if self.split == ALL_SPLITS else f"{self.split} split"
        parts = [split, _counted(problems, self.of_problems)]
        if self.names:
            more = f" and {len(self.names) - _NAMES_SHOWN} more" if len(self.names) > _NAMES_SHOWN else ""
            parts.append(f"--problem {' '.join(self.names[:_NAMES_SHOWN])}{more}")
        if self.limit is not None:
            parts.append(f"--limit {self.limit}")
        if self.without_known_errors:
            parts.append("without known errors")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class PartOfBench:
    """The problems of a bench that compile on another Lean than its own.

    of: the whole, with its variant. of_problems, problems: how many the whole and the part have.
    names_sha256: tells the part from another one of that bench.
    """

    of: str
    of_problems: int
    problems: int
    names_sha256: str

    @classmethod
    def recorded(cls, setting: object) -> PartOfBench | None:
        """The part that a run's setting `subset` tells of; None where there is none."""
        if not isinstance(setting, Mapping):
            return None
        of, names = setting.get("of"), setting.get("names_sha256")
        whole, count = setting.get("of_problems"), setting.get("problems")
        if isinstance(of, str) and isinstance(names, str) and type(whole) is int and type(count) is int:
            return cls(of, whole, count, names)
        return None

    def sentence(self, bench: str) -> str:
        """What stands below a table with a run over it. bench: the part's name."""
        return (
            f"{bench} is a part: {self.problems} of the {self.of_problems} published statements of "
            f"{self.of}, those that compile on the embedded Lean. Its figures can't be compared with those "
            "on the whole."
        )


def select(
    problems: Sequence[Problem],
    split: str | None,
    default_split: str,
    names: Sequence[str],
    limit: int | None,
    without_known_errors: bool,
) -> Selection:
    """The selection that options make. problems: all of the bench. split: as given, None for the default."""
    if split is None:
        split = ALL_SPLITS if names else default_split
    return Selection(split, len(problems), limit, tuple(names), without_known_errors)


def words_of_splits(splits: Sequence[str], problems: int) -> str:
    """What can be said of a run whose selection wasn't recorded: its splits and its number of problems."""
    known = list(dict.fromkeys(splits))
    name = f"{', '.join(known)} split{'s' if len(known) > 1 else ''}, " if known and all(known) else ""
    return f"{name}{_counted(problems, problems)}"


def _counted(problems: int, of: int) -> str:
    noun = f"problem{'s' if of != 1 else ''}"
    return f"{problems} {noun}" if problems == of else f"{problems} of {of} {noun}"
