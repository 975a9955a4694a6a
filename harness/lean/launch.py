"""Run `lean` out of a shared library: python -I -S launch.py LIBRARY ARGS... (standard library only).

The wheel carries libleanshared, whose `lean_main` is the whole command, but no `lean` program.
"""

import ctypes
import os
import sys


def lean_main(library: str, arguments: list[str]) -> int:
    """Run Lean's command line in this process and return its exit code."""
    lean = ctypes.CDLL(library)
    argv = [b"lean", *(os.fsencode(argument) for argument in arguments)]
    return int(lean.lean_main(len(argv), (ctypes.c_char_p * (len(argv) + 1))(*argv, None)))


if __name__ == "__main__":
    code = lean_main(sys.argv[1], sys.argv[2:])
    # Lean's threads may still run, so no clean-up at exit: only C's buffers are written out.
    ctypes.CDLL(None).fflush(None)
    os._exit(code)
