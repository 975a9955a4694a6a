"""Install `repl_program.py` where a workspace would have the repl."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import harness
from harness.sandbox.guest_request import python

_SOURCE = Path(__file__).with_name("repl_program.py")

SILENT = ("        if messages := self._messages(self.states[-1]):\n", "        if messages := []:\n")
"""A change: it never says anything of an error."""


def install(path: Path, *changes: tuple[str, str]) -> Path:
    """The program as an executable file at `path`, with the `changes` of its text that make it a bad one.

    It has our package in it, since the sandbox shows nothing but the file itself.
    """
    text = _SOURCE.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    package = Path(harness.__file__).parent
    archive = io.BytesIO()
    with zipfile.PyZipFile(archive, "w") as file:
        file.writestr("__main__.py", text)
        for name in ("__init__.py", "errors.py", "lazily.py", "lean"):
            file.writepy(str(package / name), "harness")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"#!{python()} -IS\n".encode() + archive.getvalue())
    path.chmod(0o755)
    return path
