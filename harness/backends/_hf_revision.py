"""What identifies a model: the hub's commit, or the content of a local folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness.errors import BackendError

# Weights, configuration, tokenizer and code; not optimizer states, logs or pictures.
_SUFFIXES = frozenset(
    {".safetensors", ".bin", ".gguf", ".json", ".model", ".txt", ".jinja", ".py", ".tiktoken"}
)
_AT_ONCE = 4


def content_hash(files: Iterable[Path]) -> str:
    """`sha256:` and 64 hex digits over the names and the content of the files, whatever their folder.

    Raises BackendError when one can't be read.
    """
    ordered = sorted(files, key=lambda path: path.name)
    try:
        # hashlib lets other threads run, so the files of a large model are read side by side.
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            digests = list(pool.map(_file_digest, ordered))
    except OSError as error:
        raise BackendError(f"the model can't be read ({error}): look at -M model=") from error
    whole = hashlib.sha256()
    for path, digest in zip(ordered, digests, strict=True):
        whole.update(path.name.encode("utf-8", "surrogateescape") + b"\0" + digest)
    return f"sha256:{whole.hexdigest()}"


def model_files(folder: Path) -> list[Path]:
    """The files of a model's folder that decide what it writes."""
    return [path for path in folder.iterdir() if path.suffix in _SUFFIXES and path.is_file()]


def _file_digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
