"""Install `repl_program.py` where a workspace would have the repl."""

from __future__ import annotations

from pathlib import Path

import harness
from harness.sandbox.guest_request import python

_SOURCE = Path(__file__).with_name("repl_program.py")
# In the sandbox the package's own folder is in sight and nothing around it.
_HEAD = """#!{python} -IS
from __future__ import annotations
import importlib.util, sys
spec = importlib.util.spec_from_file_location("harness", {package!r} + "/__init__.py")
sys.modules["harness"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sys.modules["harness"])
"""

SILENT = ("        if messages := self._messages(self.states[-1]):\n", "        if messages := []:\n")
"""A change: it never says anything of an error."""


def install(path: Path, *changes: tuple[str, str]) -> Path:
    """The program as an executable file at `path`, with the `changes` of its text that make it a bad one."""
    text = _SOURCE.read_text("utf-8").replace("from __future__ import annotations\n", "", 1)
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    head = _HEAD.format(python=python(), package=str(Path(harness.__file__).parent))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + text, "utf-8")
    path.chmod(0o755)
    return path
