"""Lean itself in this process: a typed binding of the few functions of libleanshared that we need.

`start` loads and initialises the library, `import_header` makes a kernel environment of what a header
imports; a process in that state can be forked. `replay_module` rebuilds a module's declarations with Lean's
own constructors and has the kernel check each. Lean 4.35 on 64-bit little-endian machines.
"""

from __future__ import annotations

from harness import lazily

TYPE_CHECKING = False
if TYPE_CHECKING:
    from harness.errors import ReplayExhaustedError, ReplayRefusedError
    from harness.lean.native.environment import import_header
    from harness.lean.native.library import LEAN_VERSION, Lean
    from harness.lean.native.objects import Heap
    from harness.lean.native.replay import replay_module
    from harness.lean.native.runtime import start

__all__ = [
    "LEAN_VERSION",
    "Heap",
    "Lean",
    "ReplayExhaustedError",
    "ReplayRefusedError",
    "import_header",
    "replay_module",
    "start",
]

__getattr__ = lazily.names(
    __name__,
    {
        "LEAN_VERSION": "harness.lean.native.library",
        "Heap": "harness.lean.native.objects",
        "Lean": "harness.lean.native.library",
        "ReplayExhaustedError": "harness.errors",
        "ReplayRefusedError": "harness.errors",
        "import_header": "harness.lean.native.environment",
        "replay_module": "harness.lean.native.replay",
        "start": "harness.lean.native.runtime",
    },
)
