"""Compiles small Lean texts to .olean bytes with the embedded Lean."""

from __future__ import annotations

from pathlib import Path

from harness.lean.embedded import run_lean
from harness.lean.olean import Module, Name, read_olean
from harness.lean.toolchain import Toolchain

HEADER = "prelude\nimport Embedded.Arith\n"


class LeanCompiler:
    """`compiler(text)` gives the bytes of the compiled file; the module is always called Candidate.

    A text that was compiled before isn't compiled again.
    """

    def __init__(self, toolchain: Toolchain, folder: Path) -> None:
        self.toolchain, self.folder = toolchain, folder
        self._done: dict[str, bytes] = {}

    def __call__(self, text: str, *, header: str = HEADER) -> bytes:
        """The .olean of `header + text`; fails the test with Lean's messages where it doesn't compile."""
        source = header + text
        if source not in self._done:
            output = self.run(source)
            target = self.folder / "Candidate.olean"
            assert target.is_file(), output
            self._done[source] = target.read_bytes()
        return self._done[source]

    def run(self, source: str) -> str:
        """Compile a whole source and return what Lean prints."""
        library = self.toolchain.library
        assert library is not None
        path, target = self.folder / "Candidate.lean", self.folder / "Candidate.olean"
        for old in self.folder.glob("Candidate.olean*"):
            old.unlink()
        path.write_text(source, "utf-8")
        arguments = ["-R", str(self.folder), "-o", str(target), str(path)]
        return run_lean(library, arguments, search_path=self.toolchain.search_path, timeout_s=120).stdout

    def module(self, text: str, *, header: str = HEADER) -> Module:
        """The compiled text, read."""
        return read_olean(self(text, header=header), file="candidate")

    def library_module(self, name: Name) -> Module:
        """A module of the library, read."""
        path = self.toolchain.search_path[0].joinpath(*map(str, name)).with_suffix(".olean")
        return read_olean(path.read_bytes(), file=str(name))
