"""LeanNeeds: which Lean, with which libraries, a bench or a text is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from harness.lean.source import strip_header

LeanKind = Literal["embedded", "lake"]

EMBEDDED_HEADER = "prelude\nimport Embedded.Base\nimport Embedded.Arith\n\n"
"""Imports the embedded library, for texts that bring no header of their own."""


@dataclass(frozen=True, slots=True)
class LeanNeeds:
    """What must be there for some texts to be judged.

    name: whose texts they are, as messages call it ("bench nng"). lean: the embedded Lean, or one of a Lake
    workspace. imports: modules that a workspace must have compiled. toolchain: the Lean toolchain that the
    texts were written for, None where any will do.
    """

    name: str
    lean: LeanKind
    imports: tuple[str, ...] = ()
    toolchain: str | None = None

    @classmethod
    def of_header(cls, header: str, name: str = "this text") -> LeanNeeds:
        """What a text with this header needs: the embedded Lean where it imports nothing else's modules."""
        imports = tuple(dict.fromkeys(strip_header(header)[0]))
        ours = all(module.split(".")[0] == "Embedded" for module in imports)
        return cls(name, "embedded" if ours else "lake", imports)
