"""Public benchmark data: downloaded once, checked against the pinned hash, kept in the user's cache."""

from __future__ import annotations

import fnmatch
import hashlib
import http.client
import io
import json
import os
import tarfile
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final

from harness.bench._convert import convert
from harness.bench._sources import Source
from harness.cachefile import trouble, write_whole
from harness.errors import CacheError, DataError, DataUnavailableError
from harness.resources import cache_folder

_ARCHIVE_BYTES: Final = 500_000_000
MIRROR_VARIABLE: Final = "PROVER_EVAL_DATA_MIRROR"
_BLOCK: Final = 1 << 16
_TIMEOUT_S: Final = 60.0


def stored_data(source: Source, cache: Path | None = None) -> Path:
    """Where the data of `source` lie once they are fetched; named by their hash, so never stale."""
    return (cache or cache_folder()) / "benches" / f"{source.sha256}.data"


def fetch(
    source: Source, *, given: Path | None = None, say: Callable[[str], None], cache: Path | None = None
) -> Path:
    """Put the data of `source` into the cache and return where they lie; nothing is done if they are there.

    given: a local copy in place of the download: the file itself, or the repository's archive (.tar.gz).
    Raises DataError when the bytes aren't the pinned ones or don't convert, DataUnavailableError when they
    can't be downloaded or written. What fails leaves nothing behind.
    """
    target = stored_data(source, cache)
    if given is None and target.is_file() and _sha256(target.read_bytes()) == source.sha256:
        return target
    if given is None:
        say(f"downloading {fetch_line(source)}")
        raw = _download(source, say)
    else:
        raw = _read(given)
    if _sha256(raw) != source.sha256 and raw[:2] == b"\x1f\x8b":
        raw = joined_files(raw, source)
    _check(raw, source, str(given or _address(source)))
    convert(raw, source)
    _write(target, raw)
    return target


def fetched(source: Source, cache: Path | None = None) -> bytes | None:
    """The data of `source` from the cache, checked; None when they aren't there.

    Raises DataError when the cached file was changed, CacheError when the cache can't be read.
    """
    path = stored_data(source, cache)
    try:
        if not path.is_file():
            return None
        raw = path.read_bytes()
    except OSError as error:
        raise CacheError(trouble(path.parent.parent, error)) from error
    _check(raw, source, str(path))
    return raw


def is_fetched(source: Source, cache: Path | None = None) -> bool:
    """Whether the cache has a file for the data of `source`; that it is whole `fetched` finds out."""
    path = stored_data(source, cache)
    try:
        return path.is_file()
    except OSError as error:
        raise CacheError(trouble(path.parent.parent, error)) from error


def fetch_line(source: Source) -> str:
    """Where the data of `source` come from, their size and licence, in one line."""
    size = f"{source.size / 1e6:.1f} MB"
    return f"{_address(source)}, {size}, licence {source.licence}, sha256 {source.sha256[:12]}"


def _address(source: Source) -> str:
    """The source's address, on the mirror that `$PROVER_EVAL_DATA_MIRROR` names if there is one.

    What a mirror gives must have the pinned hash as well.
    """
    if not (mirror := os.environ.get(MIRROR_VARIABLE)):
        return source.url
    _, _, rest = source.url.partition("://")
    return f"{mirror.rstrip('/')}/{rest.partition('/')[2]}"


def joined_files(archive: bytes, source: Source) -> bytes:
    """The Lean files of a repository's archive as rows `name, split, path, lean_code`, sorted by path.

    split: `test` or `valid` where the path has a folder of that name. Raises DataError.
    """
    rows: list[dict[str, str]] = []
    folder = source.path.removesuffix("/**.lean")
    try:
        with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
            for member in tar:
                path = member.name.partition("/")[2]
                if not member.isfile() or not fnmatch.fnmatchcase(path, f"{folder}/*.lean"):
                    continue
                content = tar.extractfile(member)
                parts = {part.lower() for part in path.split("/")[:-1]}
                rows.append(
                    {
                        "name": path.rpartition("/")[2].removesuffix(".lean"),
                        "split": next((split for split in ("test", "valid") if split in parts), ""),
                        "path": path,
                        "lean_code": "" if content is None else content.read().decode("utf-8"),
                    }
                )
    except (tarfile.TarError, EOFError, OSError, UnicodeDecodeError) as error:
        raise DataError(f"the archive of {source.repository} can't be read: {error}") from error
    rows.sort(key=lambda row: row["path"])
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _check(raw: bytes, source: Source, origin: str) -> None:
    if (found := _sha256(raw)) != source.sha256:
        raise DataError(
            f"{origin} has {len(raw)} bytes with sha256 {found}; {source.cited()} must have {source.size} "
            f"bytes with sha256 {source.sha256}. It is another version, or was cut short or changed: "
            "get that file again"
        )


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _ARCHIVE_BYTES:
            raise DataError(f"the file is larger than {_ARCHIVE_BYTES} bytes", file=path)
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"the file can't be read: {error.strerror}", file=path) from error


def _download(source: Source, say: Callable[[str], None]) -> bytes:
    """The bytes at the source's address, at most as many as it should have."""
    limit = _ARCHIVE_BYTES if source.joined else source.size
    advice = "or get the file on another machine and give it to prover-eval bench fetch with --from FILE"
    blocks = bytearray()
    reported = 0
    try:
        request = urllib.request.Request(_address(source), headers={"User-Agent": "prover-eval"})
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:
            while block := answer.read(_BLOCK):
                blocks += block
                if len(blocks) > limit:
                    break
                if len(blocks) - reported >= 10_000_000:
                    reported = len(blocks)
                    say(f"  {reported / 1e6:.0f} MB")
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise DataUnavailableError(
            f"{_address(source)} can't be downloaded ({reason}): is there a network here? Try again later, "
            f"name a mirror in {MIRROR_VARIABLE}, {advice}"
        ) from None
    return bytes(blocks)


def _write(target: Path, raw: bytes) -> None:
    try:
        write_whole(target, raw)
    except OSError as error:
        raise DataUnavailableError(
            f"the data can't be kept: {trouble(target.parent.parent, error)}"
        ) from error
