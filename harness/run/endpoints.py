"""The servers that a run's model was asked at: kept beside its settings, compared when the run goes on."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from harness.backends.base import Endpoint
from harness.errors import StoreError, UsageError

ENDPOINTS_FILE = "endpoints.json"
_FORMAT = 1
# What tells one model from another; the name alone is what whoever started the server chose.
_NAME = "id"


@dataclass(frozen=True, slots=True)
class Asked:
    """A server that a run's samples came from.

    address: without password and query. told: what it said of the model, empty where it said nothing.
    models, fingerprints: as its answers named them, sorted.
    """

    address: str
    told: Mapping[str, str | int]
    models: tuple[str, ...] = ()
    fingerprints: tuple[str, ...] = ()

    def words(self) -> str:
        """In words: "http://127.0.0.1:8000/v1 (root /models/a, max_model_len 4096; fingerprint fp_1)"."""
        told = ", ".join(f"{name} {value}" for name, value in self.told.items() if name != _NAME)
        marks = ", ".join(f"fingerprint {mark}" for mark in self.fingerprints)
        said = "; ".join(part for part in (told, marks) if part)
        return f"{self.address} ({said})" if said else self.address


def endpoint_words(endpoints: Sequence[Asked]) -> str:
    """Where a run's samples came from, in words; empty for a model that isn't behind a server, and for a run
    that was made before this was kept."""
    return " and ".join(asked.words() for asked in endpoints)


def read_endpoints(folder: Path) -> tuple[Asked, ...]:
    """Those of the run in the folder, in the order in which they were asked. Raises StoreError."""
    path = folder / ENDPOINTS_FILE
    try:
        content = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except (OSError, ValueError, RecursionError) as error:
        raise StoreError(f"{path} can't be read ({error}): put a copy of it back, or remove it") from error
    rows = content.get("endpoints") if isinstance(content, dict) else None
    if not isinstance(rows, list) or not all(map(_is_row, rows)):
        raise StoreError(f"{path} is damaged: put a copy of it back, or remove it")
    return tuple(
        Asked(row["address"], row["told"], tuple(row["models"]), tuple(row["fingerprints"])) for row in rows
    )


def write_endpoints(folder: Path, endpoints: Sequence[Asked]) -> None:
    """Write the file whole or not at all. Raises StoreError."""
    rows = [
        {
            "address": asked.address,
            "told": dict(asked.told),
            "models": list(asked.models),
            "fingerprints": list(asked.fingerprints),
        }
        for asked in endpoints
    ]
    path = folder / ENDPOINTS_FILE
    written = path.with_name(f"{ENDPOINTS_FILE}.new")
    try:
        with written.open("w", encoding="utf-8") as file:
            json.dump({"format": _FORMAT, "endpoints": rows}, file, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        written.replace(path)
    except OSError as error:
        raise StoreError(f"{path} can't be written ({error}): free some space, then try again") from error


@dataclass(frozen=True, slots=True)
class Compared:
    """How a server stands to those that a run was asked at.

    known: the run's, this one among them. note: what a person must know, empty where all is as it was.
    """

    known: tuple[Asked, ...]
    note: str = ""


def compare_endpoint(folder: Path, now: Endpoint, *, any_endpoint: bool) -> Compared:
    """Compare the server that would be asked now with those that the run in the folder has.

    any_endpoint: another model is no reason to refuse. Raises UsageError when the server says that it serves
    another model than it, or the one before it, did; StoreError.
    """
    known = read_endpoints(folder)
    asked = Asked(now.address, dict(now.told))
    if not known:
        return Compared((asked,))
    last = known[-1]
    if differences := _differences(last.told, now.told):
        told = "; ".join(f"{name} was {old}, and is {new}" for name, old, new in differences)
        if not any_endpoint:
            raise UsageError(
                f"{folder} holds samples of another model, by what the servers say of it: {told}.\n"
                f"  asked then: {last.address}; now: {now.address}\n"
                "  a run of its own:            --output-dir DIR\n"
                "  go on with this run anyway:  --any-endpoint (both stand in its record)\n"
                f"  only report it:              prover-eval report {folder}"
            )
        return Compared(_with(known, asked), f"NOTE: this run has samples of several models ({told})")
    if any(_same(each, asked) for each in known):
        # It may say more of itself than before, or nothing this time.
        kept = [replace(each, told=asked.told or each.told) if _same(each, asked) else each for each in known]
        return Compared(tuple(kept))
    alike = [name for name in last.told if name != _NAME and name in now.told]
    if alike:
        why = f"both say {', '.join(f'{name} {now.told[name]}' for name in alike)}"
    else:
        why = "NOTHING SHOWS that it is the same model: if it isn't, give --output-dir DIR"
    return Compared(
        _with(known, asked), f"NOTE: this run's samples came from {last.address}, not {now.address}; {why}"
    )


def with_answers(
    known: Sequence[Asked], address: str, answers: Collection[tuple[str, str]]
) -> tuple[tuple[Asked, ...], str]:
    """The endpoints with what the answers of one named, and a note where they named other things than before.

    answers: (model, fingerprint), empty where the answers said nothing.
    """
    models = {model for model, _ in answers if model}
    marks = {mark for _, mark in answers if mark}
    before = [each for each in known if each.address == address]
    if not before:
        return tuple(known), ""
    last = before[-1]
    found = replace(
        last,
        models=tuple(sorted({*last.models, *models})),
        fingerprints=tuple(sorted({*last.fingerprints, *marks})),
    )
    notes = [
        f"its answers name {what} {', '.join(sorted(new - set(old)))}, and named {', '.join(old)} before"
        for what, new, old in (("model", models, last.models), ("fingerprint", marks, last.fingerprints))
        if old and new - set(old)
    ]
    note = f"NOTE: {address} may serve another model than before: {'; '.join(notes)}" if notes else ""
    return tuple(found if each is last else each for each in known), note


def _is_row(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and isinstance(row.get("address"), str)
        and isinstance(row.get("told"), dict)
        and all(
            isinstance(row.get(name), list) and all(isinstance(text, str) for text in row[name])
            for name in ("models", "fingerprints")
        )
    )


def _same(one: Asked, other: Asked) -> bool:
    return one.address == other.address and not _differences(one.told, other.told)


def _with(known: Sequence[Asked], asked: Asked) -> tuple[Asked, ...]:
    """The one that is asked now stands last."""
    return (*(each for each in known if not _same(each, asked)), asked)


def _differences(
    old: Mapping[str, str | int], new: Mapping[str, str | int]
) -> list[tuple[str, str | int, str | int]]:
    """(name, old, new) of what both say and say differently."""
    return [(name, old[name], new[name]) for name in old if name in new and old[name] != new[name]]
