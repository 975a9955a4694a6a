"""The folder of a run: its settings file, and the lock that keeps a second writer out."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import harness
from harness.errors import DataError, SettingsMismatchError, StoreError, UsageError
from harness.filelock import FileLock
from harness.run._sums import SEAL, seal_of
from harness.run.selection import FOR_DISPLAY
from harness.run.settings import RunSettings, lacking_setting

RUN_FILE = "run.json"
DATABASE = "attempts.sqlite"
LOCK_FILE = "run.lock"
_NEW_RUN_FILE = "run.json.new"
_OURS = {
    RUN_FILE,
    _NEW_RUN_FILE,
    LOCK_FILE,
    DATABASE,
    f"{DATABASE}-wal",
    f"{DATABASE}-shm",
    f"{DATABASE}-journal",
}

#: 1 has no checksums.
FORMAT = 2
# What runs did that were made before there was a choice.
_BEFORE: Mapping[str, Any] = {"all_errors": True}


class FolderLock(FileLock):
    """The lock of a run's folder."""

    def __init__(self, folder: Path) -> None:
        """Raises UsageError that names the process which writes the run, or StoreError."""
        super().__init__(folder / LOCK_FILE, "--output-dir")


def check_folder(folder: Path) -> bool:
    """Make the folder if need be. True when a run's settings are in it, False when it is free for a new one.

    Raises UsageError when it holds something else, StoreError when it can't be made or read.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = {entry.name for entry in folder.iterdir()}
    except (FileExistsError, NotADirectoryError):
        raise UsageError(f"{folder} is no folder: give another --output-dir") from None
    except OSError as error:
        raise StoreError(f"{folder} can't be made or read ({error}): give another --output-dir") from error
    if RUN_FILE in names:
        return True
    if names - _OURS:
        shown = ", ".join(sorted(names - _OURS)[:3])
        raise UsageError(f"{folder} is neither empty nor a run (it holds {shown}): give another --output-dir")
    return False


def write_run_file(folder: Path, settings: Mapping[str, Any], problems_sha256: str) -> dict[str, Any]:
    """Write run.json whole or not at all, and wait until it is on the disk. Returns its content.

    problems_sha256: of the problems in the database (`names_hash`).
    """
    content: dict[str, Any] = {
        "format": FORMAT,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "prover_eval": harness.__version__,
        "python": platform.python_version(),
        "platform": f"{sys.platform} {platform.machine()} {platform.release()}",
        "settings": dict(settings),
        "problems_sha256": problems_sha256,
    }
    content[SEAL] = seal_of(content)
    new = folder / _NEW_RUN_FILE
    try:
        with new.open("w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(folder / RUN_FILE)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise StoreError(
            f"{folder / RUN_FILE} can't be written ({error}): free some space, then try again"
        ) from error
    return content


def read_run_file(folder: Path) -> dict[str, Any]:
    """The content of run.json. Raises UsageError when there is none, StoreError when it can't be used."""
    path = folder / RUN_FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"{folder} is no run: it has no {RUN_FILE}; give the folder of a run") from None
    except (OSError, ValueError, RecursionError) as error:
        raise StoreError(f"{path} can't be read ({error}): put a copy of it back") from error
    if not isinstance(content, dict) or not isinstance(content.get("format"), int):
        raise StoreError(f"{path} is not the settings file of a run: put a copy of it back")
    if content["format"] > FORMAT:
        raise StoreError(
            f"{path} was made by a newer prover-eval ({content.get('prover_eval')}): install that version, "
            "or give another --output-dir"
        )
    if content["format"] < 1 or (is_sealed(content) and content.get(SEAL) != seal_of(content)):
        raise StoreError(
            f"{path} isn't what was written: it was edited or damaged. Undo the edit or put a copy of it "
            "back; a run with other settings is made with another --output-dir"
        )
    settings = content.get("settings")
    if not isinstance(settings, dict) or lacking_setting(settings) is not None:
        raise StoreError(f"{path} lacks settings of the run: put a copy of it back")
    try:
        RunSettings.of(settings)
    except DataError as error:
        raise StoreError(f"{path}: {error}: put a copy of it back") from None
    return content


def is_sealed(content: Mapping[str, Any]) -> bool:
    """Whether a folder with this run.json has checksums everywhere."""
    return bool(content["format"] > 1)


# Why something was so, which older runs don't say.
_REASONS = ("check.no_replay",)


def compare_settings(folder: Path, there: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    """Raise SettingsMismatchError with every setting that differs but FOR_DISPLAY, inner ones under dotted
    names."""
    old, new = (
        _flat({key: value for key, value in {**_BEFORE, **each}.items() if key not in FOR_DISPLAY})
        for each in (there, asked)
    )
    differences = {
        key: (old.get(key, "nothing"), new.get(key, "nothing"))
        for key in sorted({*old, *new})
        if key not in _REASONS and (key not in old or key not in new or old[key] != new[key])
    }
    if differences:
        raise SettingsMismatchError(folder, differences)


def _flat(settings: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in settings.items():
        if isinstance(value, Mapping) and value:
            flat.update(_flat(value, f"{prefix}{key}."))
        else:
            flat[f"{prefix}{key}"] = value
    return flat
