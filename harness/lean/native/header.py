"""What a header imports, as an environment of Lean's kernel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.errors import LeanUnavailableError
from harness.lean.native.objects import ANONYMOUS, NONE, Heap, box, keep
from harness.lean.olean.names import Name, name_str

TRUST_LEVEL = 0
"""The kernel trusts nothing but itself."""

_IMPORT_FLAGS = bytes([0, 1, 0])  # importAll, isExported, isMeta
_PRIVATE = 2  # OLeanLevel: all data, as files that aren't modules see it
_EMPTY_TREE = NONE + 2  # NameMap: the leaf is its second constructor


def build_name(heap: Heap, name: Name, known: dict[Name, int]) -> int:
    """The object of `name`; `known` remembers it and its prefixes."""
    found = known.get(name)
    if found is not None:
        return found
    obj = ANONYMOUS
    for length in range(1, len(name) + 1):
        prefix = name[:length]
        if prefix not in known:
            last = prefix[-1]
            known[prefix] = keep(
                heap.lean.name_string(obj, heap.string(last))
                if isinstance(last, str)
                else heap.lean.name_number(obj, heap.natural(last))
            )
        obj = known[prefix]
    return obj


def import_header(heap: Heap, imports: Iterable[Name]) -> int:
    """The kernel's environment with everything that the modules `imports` and theirs declare.

    No initialiser of theirs is run and no extension is loaded: the constants are all there is. Lean must be
    initialised. Raises LeanUnavailableError when a module is missing or damaged.
    """
    names = list(imports)
    known: dict[Name, int] = {}
    modules = [heap.constructor(0, (build_name(heap, name, known),), _IMPORT_FLAGS) for name in names]
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
                _EMPTY_TREE,
            )
        )
    except LeanUnavailableError as error:
        raise LeanUnavailableError(f"{_listed(names)} can't be imported: {error}") from None
    kernel = keep(heap.lean.to_kernel_env(environment))
    heap.lean.mark_persistent(kernel)
    return kernel


def _listed(names: Sequence[Name]) -> str:
    return ", ".join(map(name_str, names)) or "the empty header"


__all__ = ["TRUST_LEVEL", "box", "build_name", "import_header"]
