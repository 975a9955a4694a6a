"""Names of a package that are imported when they are first asked for."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


def names(package: str, places: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a package: each name comes from its place, `module` or `module:other_name`.

    Programs that are forked for each candidate begin with these packages: what they don't need isn't loaded.
    The result raises AttributeError for any other name.
    """

    def find(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        from importlib import import_module

        module, _, other = places[name].partition(":")
        found = getattr(import_module(module), other or name)
        setattr(sys.modules[package], name, found)
        return found

    return find
