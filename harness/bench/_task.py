"""Task folders: task.yaml and the data beside it become a Bench."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, cast

from harness.bench._bench import ALL_SPLITS, Bench
from harness.bench._convert import convert
from harness.bench._fetch import fetched
from harness.bench._rows import as_problems, read_rows
from harness.bench._sources import Sources, read_sources
from harness.errors import DataError, DataUnavailableError, TaskNameError, UnknownNameError
from harness.lean.needs import LeanKind

if TYPE_CHECKING:
    from harness.problem import Problem

TASK_FILE: Final = "task.yaml"
_REQUIRED: Final = ("name", "lean")
_OPTIONAL: Final = (
    "data",
    "sources",
    "title",
    "description",
    "default_split",
    "header",
    "proofs",
    "licence",
    "source",
    "version",
    "prompt",
    "toolchain",
)
_KNOWN: Final = (*_REQUIRED, *_OPTIONAL)
_TASK_BYTES: Final = 1_000_000
_BENCH_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class Task:
    """What task.yaml says: key -> text, and the line (from 1) that each key stands on."""

    file: Path
    values: dict[str, str]
    lines: dict[str, int] = field(repr=False)

    def fault(self, key: str, message: str) -> DataError:
        """An error about `key`, with its place."""
        return DataError(message, file=self.file, line=self.lines.get(key), field=key)


def load_bench(folder: Path, variant: str | None = None) -> Bench:
    """The bench in `folder`, all its rows read and checked.

    variant: of a bench with a `sources` file; None for its default.
    Raises DataError with file, line and field for whatever is wrong in task.yaml or in the data,
    UnknownNameError for another variant, DataUnavailableError when public data weren't fetched.
    """
    task = read_task(folder)
    values = task.values
    if "sources" in values:
        return _fetched_bench(task, folder, variant)
    if variant is not None:
        raise UnknownNameError("variant", variant, ())
    data = _inside(task, "data", folder)
    if not data.is_file():
        raise task.fault("data", f"there is no file {values['data']!r} in {folder}")
    problems, sha256 = read_rows(data, values.get("header"))
    return _bench(task, folder, values["name"], problems, sha256)


def bench_sources(folder: Path) -> Sources | None:
    """The public sources of the bench in `folder`; None for one that has its data beside it."""
    task = read_task(folder)
    return read_sources(_inside(task, "sources", folder)) if "sources" in task.values else None


def _fetched_bench(task: Task, folder: Path, variant: str | None) -> Bench:
    sources = read_sources(_inside(task, "sources", folder))
    source = sources.variant(variant)
    name = f"{task.values['name']}:{source.variant}"
    raw = fetched(source)
    if raw is None:
        asked = f" --variant {source.variant}" if source.variant != sources.default else ""
        raise DataUnavailableError(
            f"the data of bench {name} aren't on this machine ({source.size} bytes, {source.cited()}).\n"
            f"  get them:   prover-eval bench fetch {task.values['name']}{asked}\n"
            "  without a network: the same with --from FILE; without Mathlib: then --lean embedded, or "
            "--bench minif2f-core, which needs no data"
        )
    known = sources.known_errors[source.variant]
    rows = convert(raw, source)
    for row in rows:
        if row["name"] in known:
            row["known_errors"] = list(known[row["name"]])
    problems = as_problems(enumerate(rows, start=1), task.values.get("header"), Path(source.path))
    task.values.update(licence=source.licence, source=source.cited(), toolchain=source.toolchain)
    return _bench(task, folder, name, problems, source.sha256)


def _bench(task: Task, folder: Path, name: str, problems: tuple[Problem, ...], sha256: str) -> Bench:
    values = task.values
    proofs = _inside(task, "proofs", folder) if "proofs" in values else None
    if proofs is not None and not proofs.is_dir():
        raise task.fault("proofs", f"there is no folder {values['proofs']!r} in {folder}")
    return Bench(
        name=name,
        folder=folder,
        lean=cast("LeanKind", values["lean"]),
        problems=problems,
        sha256=sha256,
        default_split=_default_split(task, problems),
        proofs=proofs,
        prompt=values.get("prompt"),
        toolchain=values.get("toolchain"),
        title=values.get("title", ""),
        description=values.get("description", ""),
        licence=values.get("licence", ""),
        source=values.get("source", ""),
        version=values.get("version", ""),
    )


def _default_split(task: Task, problems: tuple[Problem, ...]) -> str:
    splits = list(dict.fromkeys(problem.split for problem in problems))
    if (chosen := task.values.get("default_split")) is not None:
        if chosen not in (ALL_SPLITS, *splits):
            raise task.fault(
                "default_split", f"no row has the split {chosen!r}; there are {', '.join(splits)}"
            )
        return chosen
    if "test" in splits:
        return "test"
    return splits[0] if len(splits) == 1 else ALL_SPLITS


def _inside(task: Task, key: str, folder: Path) -> Path:
    """The path that `key` names, which must stay in `folder`, links followed."""
    given = task.values[key]
    relative = PurePosixPath(given)
    if not given or relative.is_absolute() or ".." in relative.parts or "\0" in given or "\\" in given:
        raise task.fault(key, f"{given!r} must be a path below the bench's folder, without `..`")
    path = folder / relative
    if not path.resolve().is_relative_to(folder.resolve()):
        raise task.fault(key, f"{given!r} is a link that leaves the bench's folder; copy it there")
    return path


def read_task(folder: Path) -> Task:
    """task.yaml of `folder`, checked, without its data.

    Raises DataError; the kind TaskNameError when at least the name is known.
    """
    path = folder / TASK_FILE
    task = _read_yaml(path)
    try:
        _check(task)
    except DataError as error:
        name = task.values.get("name", "")
        if not _BENCH_NAME.fullmatch(name):
            raise
        raise TaskNameError(name, error) from error
    return task


def _check(task: Task) -> None:
    for key in task.lines:
        if key not in _KNOWN:
            raise task.fault(key, f"is not a key of {TASK_FILE}; known are {', '.join(_KNOWN)}")
        if key not in task.values:
            raise task.fault(key, "must be text; put it in quotes if it looks like a number")
    for key in _REQUIRED:
        if not task.values.get(key):
            raise task.fault(key, f"must be given; required are {', '.join(_REQUIRED)}")
    if not _BENCH_NAME.fullmatch(task.values["name"]):
        raise task.fault(
            "name", "must be made of letters, digits, '_', '-' and '.', and start with a letter or digit"
        )
    if ("data" in task.lines) == ("sources" in task.lines):
        raise task.fault(
            "data", "must be given, a file beside task.yaml, or `sources` in its place (not both)"
        )
    if task.values["lean"] not in ("embedded", "lake"):
        raise task.fault("lean", f"is {task.values['lean']!r}; must be `embedded` or `lake`")


def _read_yaml(path: Path) -> Task:
    """Keys with their lines; a key whose value isn't text has a line and no value."""
    import yaml

    text = _text(path)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DataError(
            f"isn't YAML: {error.problem or error.context}", file=path, line=mark.line + 1 if mark else None
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise DataError(f"isn't YAML: {str(error).splitlines()[0]}", file=path) from error
    if not isinstance(node, yaml.MappingNode):
        raise DataError("must be a YAML mapping of `key: value` lines", file=path, line=1)
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key, line = _key(key_node), key_node.start_mark.line + 1
        if key in lines:
            raise DataError(f"stands on line {lines[key]} too", file=path, line=line, field=key)
        lines[key] = line
        if _is_text(key, value_node):
            values[key] = value_node.value
    return Task(path, values, lines)


def _key(node: Any) -> str:
    return str(node.value) if isinstance(node.value, str) else "?"


def _is_text(key: str, node: Any) -> bool:
    kinds = {"str", "int", "float", "timestamp"} if key == "version" else {"str"}
    return isinstance(node.value, str) and node.tag.removeprefix("tag:yaml.org,2002:") in kinds


def _text(path: Path) -> str:
    if not path.is_file():
        raise DataError(f"there is no {TASK_FILE}; a bench's folder must have one", file=path)
    try:
        with path.open("rb") as file:
            raw = file.read(_TASK_BYTES + 1)
    except OSError as error:
        raise DataError(f"the file can't be read: {error.strerror}", file=path) from error
    if len(raw) > _TASK_BYTES:
        raise DataError(f"the file is larger than {_TASK_BYTES} bytes", file=path)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DataError(f"isn't UTF-8: {error.reason}", file=path, line=line) from error
