"""A Lake workspace made out of the embedded Lean: all of Lake's layout, without lake and without Mathlib.

`bin/lean` is a small program that runs the real Lean out of the wheel, and the package `mathlib` holds the
embedded library's compiled modules.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from harness.lean.toolchain import Toolchain
from harness.sandbox.guest_request import python

NAME = "leanprover/lean4:v4.35.0"
REVISION = "0123456789abcdef0123456789abcdef01234567"


_LEAN = """#!{python} -IS
import ctypes, os, sys
prefix = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
lean = ctypes.CDLL(os.path.join(prefix, "lib/lean/{library}"))
argv = [b"lean", *map(os.fsencode, sys.argv[1:])]
code = lean.lean_main(len(argv), (ctypes.c_char_p * (len(argv) + 1))(*argv, None))
ctypes.CDLL(None).fflush(None)
os._exit(code)
"""


def make_elan(
    home: Path, embedded: Toolchain, name: str = NAME, *, library: str = "libleanshared.so"
) -> Path:
    """An elan home with one toolchain, whose `lean` is the embedded one; returns the `lean` program.

    library: under another name than Lean's own it is none that we can call, as in a version that we don't
    know: then there is no kernel replay.
    """
    assert embedded.library is not None
    prefix = home / "toolchains" / name.replace("/", "--").replace(":", "---")
    lean, shared = prefix / "bin" / "lean", prefix / "lib" / "lean" / library
    lean.parent.mkdir(parents=True)
    shared.parent.mkdir(parents=True)
    try:
        shared.hardlink_to(embedded.library)
    except OSError:
        shutil.copy(embedded.library, shared)
    lean.write_text(_LEAN.format(python=python(), library=library), "utf-8")
    lean.chmod(0o755)
    return lean


def make_workspace(folder: Path, embedded: Toolchain, name: str = NAME, *, built: bool = True) -> Path:
    """A Lake project with the package `mathlib`, compiled unless `built` is False."""
    package = folder / ".lake" / "packages" / "mathlib"
    modules = package / ".lake" / "build" / "lib" / "lean"
    modules.mkdir(parents=True)
    if built:
        shutil.copytree(embedded.search_path[0], modules, dirs_exist_ok=True)
    (folder / "lean-toolchain").write_text(f"{name}\n", "utf-8")
    (folder / "lakefile.toml").write_text('name = "checks"\n[[require]]\nname = "mathlib"\n', "utf-8")
    entry = {"type": "git", "name": "mathlib", "rev": REVISION, "inputRev": "v4.35.0", "subDir": None}
    manifest = {"version": "1.1.0", "packagesDir": ".lake/packages", "packages": [entry]}
    (folder / "lake-manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder
