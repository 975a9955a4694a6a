"""The index of names: what it finds, and that nothing damaged or stale is believed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from olean_builder import Builder

from harness.checker.audit.library import HeaderStore
from harness.checker.audit.library._index import NameIndex, build_index
from harness.errors import DamageWarning, DataError, LeanUnavailableError, OleanError
from harness.lean.olean import Name
from harness.lean.search import ModuleFinder


def many(count: int) -> bytes:
    builder = Builder()
    kind = builder.sort(1)
    return builder.file([(f"n.{i}x", builder.axiom(f"n.{i}x", kind)) for i in range(count)])


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "lib"
    folder.mkdir()
    (folder / "A.olean").write_bytes(many(1500))
    return folder


def open_index(library: Path, path: Path) -> NameIndex:
    path.write_bytes(build_index([("A",)], ModuleFinder([library], "test").find))
    return NameIndex.open(path)


def test_every_name_is_found(library: Path, tmp_path: Path) -> None:
    index = open_index(library, tmp_path / "index")
    assert index.count == 1500
    numbers = [index.find(("n", f"{i}x")) for i in range(1500)]
    assert sorted(number for (number,) in numbers) == list(range(1500))
    for name in [(), ("n",), ("n", "1500x"), ("n", "0x", "y"), ("n.0x",), ("n", 0), ("n", "0")]:
        assert list(index.find(name)) == []


def test_names_that_look_alike(tmp_path: Path) -> None:
    names: list[Name] = [
        ("a", 1),
        ("a", "1"),
        ("a.1",),
        ("a", "#1;"),
        ("1:a",),
        ("a", "1:b"),
        ("a1", "b"),
        (0,),
        ("α",),
    ]
    builder = Builder()
    kind = builder.sort(1)
    infos = []
    for name in names:
        head = builder.head(builder.name(*name), 1, kind)
        infos.append(builder.ctor(0, [builder.ctor(0, [head], b"\0")]))
    listed = builder.array([builder.name(*name) for name in names])
    empty = builder.array([])
    data = builder.finish(builder.ctor(0, [empty, listed, builder.array(infos), empty, empty], b"\0"))
    (tmp_path / "A.olean").write_bytes(data)
    index = open_index(tmp_path, tmp_path / "index")
    assert [list(index.find(name)) for name in names] == [[i] for i in range(len(names))]


def test_damage_is_never_believed(library: Path, tmp_path: Path) -> None:
    """A bit flipped anywhere: an error when the file is opened or when the place is read."""
    path = tmp_path / "index"
    data = build_index([("A",)], ModuleFinder([library], "test").find)
    for place in [*range(0, 80, 3), *range(80, len(data), len(data) // 150), len(data) - 1]:
        path.write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])
        with pytest.raises(DataError):
            index = NameIndex.open(path)
            for i in range(1500):
                assert index.find(("n", f"{i}x"))
    for cut in (0, 10, 60, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:cut])
        with pytest.raises(DataError):
            NameIndex.open(path)
    path.write_bytes(data + b"x")
    with pytest.raises(DataError):
        NameIndex.open(path)
    path.write_bytes(data)
    assert NameIndex.open(path).count == 1500


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "text"])
def test_a_damaged_index_is_made_anew(library: Path, tmp_path: Path, damage: str) -> None:
    find = ModuleFinder([library], "test").find
    HeaderStore(tmp_path / "cache", find).open([("A",)])
    (path,) = (tmp_path / "cache").glob("*.names")
    good = path.read_bytes()
    path.write_bytes(
        {
            "flip": good[:60] + bytes([good[60] ^ 1]) + good[61:],
            "cut": good[:-1],
            "empty": b"",
            "text": b"{}",
        }[damage]
    )
    with pytest.warns(DamageWarning, match="was damaged: it is made again"):
        header = HeaderStore(tmp_path / "cache", find).open([("A",)])
    assert header.declares(("n", "7x"))
    assert path.read_bytes() == good
    HeaderStore(tmp_path / "cache", find).open([("A",)])


def test_a_library_that_changed(library: Path, tmp_path: Path) -> None:
    """While a header is open: an error. Before: another index."""
    find = ModuleFinder([library], "test").find
    header = HeaderStore(tmp_path / "cache", find).open([("A",)])
    assert not header.declares(("n", "1600x"))
    (library / "A.olean").write_bytes(many(1700))
    with pytest.raises(DataError, match="changed while the header was in use"):
        header.fact(("n", "4x"))
    after = HeaderStore(tmp_path / "cache", find).open([("A",)])
    assert after.declares(("n", "1600x"))
    assert after.fact(("n", "1600x")) is not None


def test_a_library_of_another_time(library: Path, tmp_path: Path) -> None:
    path = tmp_path / "index"
    open_index(library, path)
    status = (library / "A.olean").stat()
    os.utime(library / "A.olean", ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    with pytest.raises(DataError, match="changed"):
        NameIndex.open(path)


def test_a_cache_that_cannot_be_written(library: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", "utf-8")
    store = HeaderStore(tmp_path / "cache", ModuleFinder([library], "test").find)
    header = store.open([("A",)])
    assert header.fact(("n", "5x")) is not None
    store.close()


def test_modules_that_are_missing_or_damaged(
    build_modules: Callable[..., ModuleFinder], tmp_path: Path
) -> None:
    finder = build_modules({"A": ({"a": ("def", [])}, ["Gone"]), "B": ({"b": ("def", [])}, [])})
    with pytest.raises(LeanUnavailableError, match="Gone"):
        HeaderStore(tmp_path, finder.find).open([("A",)])
    file = finder.find(("B",))
    assert HeaderStore(tmp_path, finder.find).open([("B",)]).declares(("b",))
    for data in (b"", b"olean", file.read_bytes()[:100], b"x" * 1000):
        file.write_bytes(data)
        with pytest.raises(OleanError):
            HeaderStore(tmp_path, finder.find).open([("B",)])
