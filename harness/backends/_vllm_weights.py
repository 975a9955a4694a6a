"""What a folder of a model holds, as one hash: the same files elsewhere have the same hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness.errors import BackendError

_WHOLE = 64 << 20
_BLOCKS, _BLOCK = 256, 64 << 10
# What decides the output; training states, logs and pictures beside it don't.
_SUFFIXES = {".json", ".safetensors", ".bin", ".pt", ".gguf", ".model", ".jinja", ".txt", ".py", ".tiktoken"}


def folder_hash(folder: Path) -> str:
    """sha256, 64 hex digits, over names, sizes and contents of the model's files directly in `folder`.

    A file of at most 64 MiB counts whole; of a larger one 256 evenly spaced blocks of 64 KiB, the first at
    its beginning, the last at its end: enough to tell two checkpoints of one model apart without reading
    all of them. Raises BackendError when a file can't be read.
    """
    digest = hashlib.sha256()
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES and path.is_file())
        with ThreadPoolExecutor(8) as pool:
            for path, found in zip(files, pool.map(_file_hash, files), strict=True):
                digest.update(f"{path.name}\0{path.stat().st_size}\0{found}\n".encode())
    except OSError as error:
        raise BackendError(f"the model's folder can't be read ({error}): look at its rights") from None
    return digest.hexdigest()


def _file_hash(path: Path) -> str:
    digest = hashlib.sha256()
    for block in _blocks(path):
        digest.update(block)
    return digest.hexdigest()


def _blocks(path: Path) -> Iterator[bytes]:
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= _WHOLE:
            while block := file.read(1 << 20):
                yield block
            return
        for number in range(_BLOCKS):
            file.seek((size - _BLOCK) * number // (_BLOCKS - 1))
            yield file.read(_BLOCK)
