"""How the program ends: one line and an exit code for whatever happened, and no traceback."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import click

from harness.cachefile import trouble
from harness.errors import CacheError, InfrastructureError, ProverEvalError, UsageError
from harness.printable import lines
from harness.resources import cache_folder

INTERRUPTED = 130
#: A bug of ours (EX_SOFTWARE of sysexits.h): never 1, which is an answer of `check`, `lint` and `gate`.
INTERNAL = 70
#: Nobody reads standard output any more, as a shell counts SIGPIPE: what was decided can't be printed.
OUTPUT_GONE = 141
TRACEBACK_VARIABLE = "PROVER_EVAL_TRACEBACK"
_USAGE = UsageError.exit_code
_BROKE = InfrastructureError.exit_code


def exit_code(call: Callable[[], object]) -> int:
    """Call it, tell what went wrong in a line on standard error, and give the exit code.

    call: gives its own exit code; whatever else it gives is 0.
    """
    _fill_descriptors()
    output = sys.stdout
    try:
        returned = call()
        code = returned if isinstance(returned, int) else 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else INTERNAL
        # Click ends the program with 1, and with other streams, when the reader of its output has gone.
        if sys.stdout is not output:
            _forget(output)
            code = OUTPUT_GONE
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  the end of the line for every error
        code = _report(error)
    return _flushed(code)


def _report(error: BaseException) -> int:
    if isinstance(error, click.ClickException):
        # Its own way of telling shows how the command is used.
        with contextlib.suppress(OSError, ValueError):
            error.show()
        return _USAGE
    if isinstance(error, KeyboardInterrupt | click.Abort):
        _say("interrupted")
        return INTERRUPTED
    if isinstance(error, ProverEvalError):
        _say(f"prover-eval: error: {lines(str(error))}")
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        _forget(sys.stdout)
        return OUTPUT_GONE
    if isinstance(error, OSError) and _in_output(error):
        return _unwritable(error)
    if isinstance(error, OSError) and (told := _in_cache(error)):
        _say(f"prover-eval: error: {told}")
        return _BROKE
    if isinstance(error, FileNotFoundError) and "temporary directory" in str(error):
        _say(f"prover-eval: error: {error.strerror}: set TMPDIR to a folder that can be written")
        return _BROKE
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        _say(f"prover-eval: error: {where}{error.strerror or error}{_trace(error)}")
        return _BROKE
    if isinstance(error, MemoryError):
        _say(f"prover-eval: error: this process is out of memory{_trace(error)}")
        return _BROKE
    words = " ".join(f"{type(error).__name__}: {error}".split())
    _say(f"prover-eval: internal error: {words}{_trace(error)}")
    return INTERNAL


def _in_cache(error: OSError) -> str:
    """That the user's cache can't be used, and the way out; empty for an error elsewhere."""
    if not isinstance(error.filename, str | os.PathLike):
        return ""
    with contextlib.suppress(CacheError):
        cache, path = cache_folder(), Path(error.filename)
        if path.is_relative_to(cache) or (cache.is_relative_to(path) and len(path.parts) > 1):
            return trouble(cache, error)
    return ""


def _trace(error: BaseException) -> str:
    """Where it happened: all of it when it is asked for."""
    if os.environ.get(TRACEBACK_VARIABLE):
        return "\n" + "".join(traceback.format_exception(error)).rstrip()
    frames = traceback.extract_tb(error.__traceback__)
    at = f" in {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f" ({TRACEBACK_VARIABLE}=1 shows where{at})"


def _say(line: str) -> None:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(line.encode("utf-8", "backslashreplace").decode(), file=sys.stderr, flush=True)


def _flushed(code: int) -> int:
    """The code, unless what was printed can't get out."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _forget(sys.stdout)
        return OUTPUT_GONE
    except (OSError, ValueError) as error:
        return code or _unwritable(error)
    return code


def _unwritable(error: OSError | ValueError) -> int:
    _forget(sys.stdout)
    told = error.strerror if isinstance(error, OSError) else error
    _say(f"prover-eval: error: standard output can't be written: {told}")
    return _BROKE


def _in_output(error: OSError) -> bool:
    """Whether it was met while something was printed."""
    frames = traceback.extract_tb(error.__traceback__)
    return error.filename is None and bool(frames) and frames[-1].name in ("echo", "print")


def _fill_descriptors() -> None:
    """Where a standard stream is closed, open nothing in its place: else the next file that is opened, the
    run's own database perhaps, would be what children write to."""
    with contextlib.suppress(OSError):
        while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
            os.set_inheritable(descriptor, True)
        os.close(descriptor)


def _forget(stream: TextIO | None) -> None:
    """Let what is still buffered go nowhere, so that the interpreter doesn't stumble over it at its end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        if stream is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
