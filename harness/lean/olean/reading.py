"""reading: what goes wrong while a file is read is the file's fault, unless this machine lacks something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from harness.errors import OleanError, ProverEvalError


@contextmanager
def reading(file: str) -> Iterator[None]:
    """Around all that is done with the contents of the hostile `file`, the name of which is for messages.

    The reader checks what it reads, and says by OleanError what is wrong; this is the net behind it. What it
    didn't foresee becomes an OleanError too, and one that names no file is about this one. Other errors of
    ours, OSError and MemoryError pass as they are.
    """
    try:
        yield
    except OleanError as error:
        if error.file is None:
            raise OleanError(str(error), file=file) from error
        raise
    except (ProverEvalError, OSError, MemoryError):
        raise
    except Exception as error:
        raise OleanError(f"{type(error).__name__} while it was read", file=file) from error
