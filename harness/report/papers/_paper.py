"""Paper: the definition of one table, a YAML file in reports/papers or of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NoReturn

from harness.errors import DataError, UnknownNameError
from harness.resources import data_folder

SELECTABLE = ("source", "bench", "split", "system", "kind", "metric", "year")
DETAILS = ("size", "kind", "budget", "year")
_KEYS = (
    "title",
    "as_of",
    "leaves_out",
    "bench",
    "k",
    "select",
    "label",
    "details",
    "columns",
    "order",
    "show_source",
    "footnotes",
)


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column of figures: its title, the split it is about, and what stands in it."""

    title: str
    split: str
    figure: Literal["percent", "solved"] = "percent"


@dataclass(frozen=True, slots=True)
class Paper:
    """A table of published figures into which runs can be slotted.

    as_of: when the published rows were collected or printed. leaves_out: which ones it doesn't have, "" when
    that isn't said. bench: whose runs belong in it, without variant. k: the k of pass@k for measured rows,
    None for each run's
    own n. select: field -> value of the published rows. label: what names a row. details: fields shown behind
    the name. order: as in the source, or by falling figures. show_source: a column with each row's source.
    """

    name: str
    title: str
    as_of: str
    leaves_out: str
    bench: str
    select: Mapping[str, str]
    columns: tuple[PaperColumn, ...]
    k: int | None = None
    label: Literal["name", "variant"] = "name"
    details: tuple[str, ...] = ()
    order: Literal["source", "percent", "solved"] = "source"
    show_source: bool = False
    footnotes: tuple[str, ...] = field(default=())

    @property
    def heading(self) -> str:
        """The title with its date and what it leaves out."""
        notes = [f"as of {self.as_of}"] if self.as_of else []
        notes += [f"without {self.leaves_out}"] if self.leaves_out else []
        return f"{self.title} ({'; '.join(notes)})" if notes else self.title


def list_papers() -> dict[str, Path]:
    """The shipped definitions by name."""
    folder = data_folder("reports") / "papers"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def read_paper(name: str) -> Paper:
    """A shipped definition by its name, or a YAML file by its path.

    Raises UnknownNameError, or DataError with file and field.
    """
    import yaml

    shipped = list_papers()
    path = shipped.get(name, Path(name))
    if name not in shipped and path.suffix not in (".yaml", ".yml"):
        raise UnknownNameError("paper table", name, shipped)
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise DataError(f"can't be read: {error.strerror}", file=path) from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise DataError(f"isn't YAML: {str(error).splitlines()[0]}", file=path) from error
    return _paper(path, data)


def _paper(path: Path, data: Any) -> Paper:
    def fail(key: str, message: str) -> NoReturn:
        raise DataError(message, file=path, field=key)

    if not isinstance(data, dict):
        raise DataError("must be a YAML mapping", file=path)
    for key in data:
        if key not in _KEYS:
            fail(str(key), f"is not known; known are {', '.join(_KEYS)}")
    for key in ("title", "bench", "select", "columns"):
        if not data.get(key):
            fail(key, "must be given")
    select, columns = data["select"], data["columns"]
    if not isinstance(select, dict) or not set(select) <= set(SELECTABLE):
        fail("select", f"must map some of {', '.join(SELECTABLE)} to values")
    if not isinstance(columns, list) or not all(
        isinstance(column, dict) and {"title", "split"} <= set(column) <= {"title", "split", "figure"}
        for column in columns
    ):
        fail("columns", "must be a list of {title, split} with an optional `figure`")
    if any(column.get("figure", "percent") not in ("percent", "solved") for column in columns):
        fail("columns", "`figure` must be percent or solved")
    details = tuple(data.get("details") or ())
    if not set(details) <= set(DETAILS):
        fail("details", f"must be some of {', '.join(DETAILS)}")
    if data.get("order", "source") not in ("source", "percent", "solved"):
        fail("order", "must be source, percent or solved")
    if data.get("label", "name") not in ("name", "variant"):
        fail("label", "must be name or variant")
    if (k := data.get("k")) is not None and (type(k) is not int or k < 1):
        fail("k", "must be a number from 1 on")
    return Paper(
        name=path.stem,
        title=str(data["title"]),
        as_of=str(data.get("as_of") or ""),
        leaves_out=str(data.get("leaves_out") or ""),
        bench=str(data["bench"]),
        select={key: str(value) for key, value in select.items()},
        columns=tuple(PaperColumn(**column) for column in columns),
        k=k,
        label=data.get("label", "name"),
        details=details,
        order=data.get("order", "source"),
        show_source=bool(data.get("show_source")),
        footnotes=tuple(" ".join(str(text).split()) for text in data.get("footnotes") or ()),
    )
