"""What a header imports, as an environment of Lean's kernel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.errors import LeanUnavailableError
from harness.lean.native.objects import Heap, box, keep
from harness.lean.native.terms import Names
from harness.lean.olean.names import Name, name_str

TRUST_LEVEL = 0
"""The kernel trusts nothing but itself."""

_IMPORT_FLAGS = bytes([0, 1, 0])  # importAll, isExported, isMeta
_PRIVATE = 2  # OLeanLevel: all data, as files that aren't modules see it
_EMPTY_MAP = box(1)  # NameMap: a leaf is the second constructor of its tree


def import_header(heap: Heap, imports: Iterable[Name]) -> int:
    """The kernel's environment with everything that the modules `imports` and theirs declare.

    No initialiser of theirs is run and no extension is loaded: the constants are all there is. Lean must be
    initialised. Raises LeanUnavailableError when a module is missing or damaged.
    """
    names = list(imports)
    objects = Names(heap)
    modules = [heap.constructor(0, (objects[name],), _IMPORT_FLAGS) for name in names]
    try:
        environment = heap.io(
            heap.lean.import_modules(
                heap.array(modules),
                keep(heap.lean.constant("l_Lean_Options_empty")),
                TRUST_LEVEL,
                heap.array(()),
                True,
                False,
                _PRIVATE,
                _EMPTY_MAP,
            )
        )
    except LeanUnavailableError as error:
        raise LeanUnavailableError(f"{_listed(names)} can't be imported: {error}") from None
    kernel = keep(heap.lean.to_kernel_env(environment))
    heap.lean.mark_persistent(kernel)
    return kernel


def _listed(names: Sequence[Name]) -> str:
    return ", ".join(map(name_str, names)) or "the empty header"
