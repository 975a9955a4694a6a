"""ModuleFinder: the file that Lean itself would take."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import LeanUnavailableError
from harness.lean.olean import Name
from harness.lean.search import ModuleFinder


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    first, second = tmp_path / "first", tmp_path / "second"
    for file in (
        first / "A.olean",
        first / "B" / "C.olean",
        second / "A" / "X.olean",
        second / "D" / "E.olean",
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (second / "A.olean").touch()
    return first, second


def test_the_first_folder_with_the_first_component(folders: tuple[Path, Path]) -> None:
    first, second = folders
    finder = ModuleFinder(folders, "test")
    assert finder.find(("A",)) == first / "A.olean"
    assert finder.find(("B", "C")) == first / "B" / "C.olean"
    assert finder.find(("D", "E")) == second / "D" / "E.olean"
    # As Lean: the package A lies in the first folder, which has no A.X.
    with pytest.raises(LeanUnavailableError, match=r"A\.X isn't on the search path of test"):
        finder.find(("A", "X"))


@pytest.mark.parametrize(
    "name",
    [(), ("Z",), ("B",), ("B", "D"), ("..", "first", "A"), ("B", "..", "A"), ("B", "/A"), ("",), ("B", "")],
)
def test_names_without_a_file(folders: tuple[Path, Path], name: Name) -> None:
    with pytest.raises(LeanUnavailableError):
        ModuleFinder(folders, "test").find(name)
