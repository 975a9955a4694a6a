"""Arms of an ablation, from a YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.errors import DataError, UsageError

if TYPE_CHECKING:
    from harness.run.summary import RunSummary


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm: a run, and the level of each factor."""

    name: str
    run: RunSummary
    factors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Arms:
    """base: the name of the arm that the others are compared with. factors: their names, as they come.

    notes: how the arms came about, for below a table.
    """

    title: str
    base: str
    arms: tuple[Arm, ...]
    notes: tuple[str, ...] = ()

    @property
    def factors(self) -> tuple[str, ...]:
        """The factors of all arms."""
        return tuple(dict.fromkeys(name for arm in self.arms for name in arm.factors))


def read_arms(path: Path) -> Arms:
    """Read `title` (optional), `base` (default: the first arm) and `arms`: a list of `name`, `run` (a run
    folder or baseline file, relative to the YAML file) and `factors` (optional, name -> level).

    Raises UsageError when the file or a run can't be read, DataError for wrong content.
    """
    import yaml

    from harness.report._baseline import read_run

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path} can't be read ({error}): give a file of arms") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(f"no YAML: {error}", file=path) from error
    if not isinstance(content, dict):
        raise DataError("must be a map with the key `arms`", file=path)
    _known(path, content, {"title", "base", "arms"}, "")
    rows = content.get("arms")
    if not isinstance(rows, list) or len(rows) < 2:
        raise DataError("must be a list of at least two arms", file=path, field="arms")
    found = []
    for number, row in enumerate(rows):
        name, run, factors = _row(path, number, row)
        found.append(Arm(name, read_run(path.parent / run), factors))
    names = [arm.name for arm in found]
    if len(set(names)) != len(names):
        raise DataError("two arms have the same name", file=path, field="arms")
    base = str(content.get("base", names[0]))
    if base not in names:
        raise DataError(f"must be one of the arms: {', '.join(names)}", file=path, field="base")
    return Arms(str(content.get("title", "")), base, tuple(found))


def _row(path: Path, number: int, row: object) -> tuple[str, str, dict[str, str]]:
    where = f"arms[{number}]"
    if not isinstance(row, dict):
        raise DataError("must be a map with `name` and `run`", file=path, field=where)
    _known(path, row, {"name", "run", "factors"}, f"{where}.")
    for key in ("name", "run"):
        if row.get(key) is None or isinstance(row[key], list | dict) or not str(row[key]):
            raise DataError("must be a text", file=path, field=f"{where}.{key}")
    factors = row.get("factors", {})
    if not isinstance(factors, dict):
        raise DataError("must be a map from factors to levels", file=path, field=f"{where}.factors")
    return str(row["name"]), str(row["run"]), {str(key): str(value) for key, value in factors.items()}


def _known(path: Path, content: Mapping[Any, Any], known: set[str], prefix: str) -> None:
    for key in content:
        if key not in known:
            raise DataError(
                f"unknown key; known: {', '.join(sorted(known))}", file=path, field=f"{prefix}{key}"
            )
