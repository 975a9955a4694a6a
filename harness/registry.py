"""Registries of named parts: built in ones by import path, others through entry points."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Mapping
from typing import Any

from harness.errors import InfrastructureError, UnknownNameError


class Registry:
    """Names -> objects, imported only when asked for.

    `builtin` maps a name to "module:attribute". Plugins add names through the entry point group
    `prover_eval.<group>`; a plugin that can't be read warns and doesn't stop the program, and a
    built-in name can't be taken over.

    A name `family:member` is what the object called `family` answers to `.member("member")`, as it stands.
    """

    def __init__(self, kind: str, group: str, builtin: Mapping[str, str]) -> None:
        self.kind, self.group, self._builtin = kind, f"prover_eval.{group}", dict(builtin)

    def _plugins(self) -> dict[str, Any]:
        from importlib.metadata import entry_points

        found: dict[str, Any] = {}
        for entry in entry_points(group=self.group):
            if entry.name in self._builtin:
                warnings.warn(
                    f"plugin {entry.value} may not replace {self.kind} {entry.name!r}", stacklevel=3
                )
            else:
                found[entry.name] = entry
        return found

    def names(self) -> list[str]:
        """Every known name, sorted."""
        return sorted({*self._builtin, *self._plugins()})

    def load(self, name: str) -> Any:
        """The object called `name` ('-' and '_' are the same, but for a member's name).

        Raises UnknownNameError, or InfrastructureError when a plugin's import fails.
        """
        family, colon, member = name.partition(":")
        found = self._load(family.replace("-", "_"))
        if not colon:
            return found
        choose = getattr(found, "member", None)
        if choose is None:
            raise UnknownNameError(self.kind, name, self.names())
        return choose(member)

    def _load(self, name: str) -> Any:
        if target := self._builtin.get(name):
            module, _, attribute = target.partition(":")
            return getattr(importlib.import_module(module), attribute)
        plugins = self._plugins()
        if name not in plugins:
            raise UnknownNameError(self.kind, name, {*self._builtin, *plugins})
        try:
            return plugins[name].load()
        except Exception as error:
            raise InfrastructureError(f"{self.kind} {name!r} can't be loaded: {error!r}") from error
