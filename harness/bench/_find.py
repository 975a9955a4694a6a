"""Benches by name: the shipped ones, `--include-path` folders, plugins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from harness.bench._leandojo import PREFIX as LEANDOJO
from harness.bench._leandojo import load_leandojo
from harness.bench._subset import SUFFIX, on_embedded
from harness.bench._task import TASK_FILE, bench_sources, load_bench, read_task
from harness.errors import DataError, ProverEvalError, TaskNameError, UnknownNameError, UsageError
from harness.resources import data_folder

if TYPE_CHECKING:
    from harness.bench._bench import Bench
    from harness.bench._sources import Source, Sources
    from harness.lean.needs import LeanKind

GROUP: Final = "prover_eval.benches"
Origin = Literal["shipped", "include", "plugin"]


@dataclass(frozen=True, slots=True)
class BenchInfo:
    """One line of `bench list`, from task.yaml alone: the data file isn't read.

    folder: None for a plugin that can't be found. error: why the bench can't be used, or None.
    named: False where the name is a guess, the folder's, since task.yaml is too broken to tell.
    """

    name: str
    folder: Path | None
    origin: Origin
    title: str = ""
    lean: str = ""
    error: ProverEvalError | None = None
    named: bool = True


def find_bench(
    name: str,
    include_paths: Sequence[Path] = (),
    *,
    workspace: Path | None = None,
    lean: LeanKind | None = None,
) -> Bench:
    """The bench called `name`, or NAME:VARIANT ('-' and '_' are the same), read and checked.

    lean: on which Lean, where that isn't the bench's own. A bench for Mathlib on the embedded Lean, which
    NAME@embedded names too, has all its statements and is undecided until Lean was asked which ones compile.

    Raises UnknownNameError; DataUnavailableError when its data must be fetched first; DataError when its
    files are broken; UsageError when two folders have that name or an include path is no folder.
    `leandojo:PATH` is a LeanDojo benchmark folder, read with the sources in `workspace`, see load_leandojo.
    """
    whole = name.removesuffix(SUFFIX)
    if whole != name and lean == "lake":
        raise UsageError(
            f"{name} is the part of {whole} on the embedded Lean: give {whole} or --lean embedded"
        )
    if whole.startswith(f"{LEANDOJO}:"):
        bench = load_leandojo(Path(whole.partition(":")[2]), workspace)
    else:
        folder, variant = _locate(whole, include_paths)
        bench = load_bench(folder, variant)
    wanted = "embedded" if whole != name else lean or bench.lean
    if wanted == bench.lean:
        return bench
    if wanted == "lake":
        raise UsageError(f"bench {bench.name} is written for the embedded Lean: leave out --lean lake")
    return on_embedded(bench)


@dataclass(frozen=True, slots=True)
class RunNeeds:
    """What a bench needs, without its data being read.

    lean: embedded or lake. toolchain: of its public data, None where they don't say. source: its public data,
    None where they lie beside its task.yaml.
    """

    name: str
    lean: LeanKind
    toolchain: str | None
    source: Source | None


def bench_info(name: str, include_paths: Sequence[Path] = ()) -> RunNeeds:
    """What the bench called `name` needs. Raises as find_bench does, but for data that aren't there."""
    whole = name.removesuffix(SUFFIX)
    if whole.startswith(f"{LEANDOJO}:"):
        return RunNeeds(whole, "embedded" if whole != name else "lake", None, None)
    folder, variant = _locate(whole, include_paths)
    values = read_task(folder).values
    lean: LeanKind = "lake" if whole == name and values["lean"] == "lake" else "embedded"
    sources = bench_sources(folder)
    if sources is None:
        return RunNeeds(whole, lean, values.get("toolchain"), None)
    source = sources.variant(variant)
    return RunNeeds(whole, lean, source.toolchain, source)


def find_sources(name: str, include_paths: Sequence[Path] = ()) -> Sources | None:
    """The public sources of the bench called `name`; None where its data lie beside its task.yaml.

    Raises as find_bench does.
    """
    return bench_sources(_locate(name, include_paths)[0])


def _locate(name: str, include_paths: Sequence[Path]) -> tuple[Path, str | None]:
    """The folder of a bench, and the variant that its name asks for."""
    name, _, variant = name.partition(":")
    infos = _scan(include_paths)
    found = [info for info in infos if _same(info.name) == _same(name)]
    if not found:
        raise UnknownNameError("bench", name, (info.name for info in infos))
    found = [info for info in found if info.named] or found
    if len(found) > 1:
        raise _clash(found)
    if found[0].error is not None:
        raise found[0].error
    if found[0].folder is None:
        raise UnknownNameError("bench", name, (info.name for info in infos))
    return found[0].folder, variant or None


def list_benches(include_paths: Sequence[Path] = ()) -> list[BenchInfo]:
    """Every bench that can be seen, sorted by name; a broken one carries its error.

    Raises UsageError when an include path is no folder.
    """
    infos = _scan(include_paths)
    shown: list[BenchInfo] = []
    for info in infos:
        twins = [other for other in infos if other.named and _same(other.name) == _same(info.name)]
        if info.named and info.error is None and len(twins) > 1:
            info = BenchInfo(info.name, info.folder, info.origin, info.title, info.lean, _clash(twins))
        shown.append(info)
    return sorted(shown, key=lambda info: (_same(info.name), str(info.folder)))


def _same(name: str) -> str:
    return name.replace("-", "_")


def _clash(infos: Sequence[BenchInfo]) -> UsageError:
    folders = " and ".join(str(info.folder) for info in infos)
    return UsageError(
        f"more than one bench is called {infos[0].name!r}: {folders}. Rename one in its {TASK_FILE}."
    )


def _scan(include_paths: Sequence[Path]) -> list[BenchInfo]:
    """One BenchInfo per folder; a folder that is met twice counts once."""
    infos: list[BenchInfo] = []
    met: set[Path] = set()
    for folder, origin in _folders(include_paths):
        if (real := folder.resolve()) not in met:
            met.add(real)
            infos.append(_info(folder, origin))
    for info in _plugins():
        if info.folder is None or (real := info.folder.resolve()) not in met:
            infos.append(info)
            if info.folder is not None:
                met.add(real)
    return infos


def _folders(include_paths: Sequence[Path]) -> Iterator[tuple[Path, Origin]]:
    shipped = data_folder("tasks")
    if shipped.is_dir():
        for folder in _with_task(shipped):
            yield folder, "shipped"
    for path in include_paths:
        if not path.is_dir():
            raise UsageError(f"the include path {path} is not a folder")
        for folder in _with_task(path):
            yield folder, "include"


def _with_task(parent: Path) -> list[Path]:
    """`parent` and its direct sub-folders, those of them that hold a task.yaml."""
    try:
        return [folder for folder in (parent, *sorted(parent.iterdir())) if _has_task(folder)]
    except OSError as error:
        raise UsageError(f"the folder {parent} can't be read: {error.strerror}") from error


def _has_task(folder: Path) -> bool:
    try:
        return (folder / TASK_FILE).is_file()
    except OSError:
        return False


def _info(folder: Path, origin: Origin) -> BenchInfo:
    try:
        values = read_task(folder).values
    except TaskNameError as error:
        return BenchInfo(error.name, folder, origin, error=error)
    except DataError as error:
        return BenchInfo(folder.resolve().name, folder, origin, error=error, named=False)
    return BenchInfo(values["name"], folder, origin, values.get("title", ""), values["lean"])


def _plugins() -> Iterator[BenchInfo]:
    """Entry points of the group: each value is a module whose folder holds a task.yaml."""
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    for entry in entry_points(group=GROUP):
        try:
            spec = find_spec(entry.module)
        except Exception as error:  # noqa: BLE001  finding a module imports its parents, which may raise anything
            yield _lost(entry.name, f"module {entry.module} can't be found: {error!r}")
            continue
        places = list(spec.submodule_search_locations or ()) if spec else []
        if spec and not places and spec.origin:
            places = [str(Path(spec.origin).parent)]
        folder = next((Path(place) for place in places if _has_task(Path(place))), None)
        if folder is None:
            yield _lost(entry.name, f"module {entry.module} has no {TASK_FILE} in its folder")
        else:
            yield _info(folder, "plugin")


def _lost(name: str, message: str) -> BenchInfo:
    return BenchInfo(name, None, "plugin", error=DataError(f"bench plugin {name!r}: {message}"), named=False)
