"""CheckerSpec: all that a checker is made from, as data."""

from __future__ import annotations

import os
import typing
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from harness.checker.settings import CHECK_SETTINGS, SERVER_SETTINGS, from_variables
from harness.errors import DataError, UnknownNameError, UsageError
from harness.sandbox import Limits

if TYPE_CHECKING:
    from harness.checker.checker import Mode
    from harness.checker.engines.choose import EngineName
    from harness.checker.policy import Level
    from harness.checker.prefilter import PrefilterMode
    from harness.checker.remote.options import ServerOptions
    from harness.checker.replay.find import ReplayMode
    from harness.lean.needs import LeanKind

_MIB: Final = 1 << 20
_MODES: Final = ("auto", "splice", "file")
_CHOICES: Final = {setting.name: setting.choices for setting in CHECK_SETTINGS if setting.choices}
_DEFAULTS: Final = {setting.name: setting.default for setting in (*CHECK_SETTINGS, *SERVER_SETTINGS)}
LIMIT_SETTINGS: Final = {
    "cpu_limit": "cpu_s",
    "memory_limit": "memory",
    "output_limit": "output",
    "heartbeats": "heartbeats",
}
"""Settings for limits that a server has, too, and the limits' names in Limits."""
_SERVERS_OWN: Final = ("engine", "lean_workspace", "prefilter", "sandbox")
_WALL_PER_CPU: Final = 15
_JSON_LIMIT: Final = 1 << 53


@dataclass(frozen=True, slots=True)
class CheckerSpec:
    """What a checker is to be; `open_checker` makes one of it. It can be pickled, and written as JSON.

    limits: for one candidate. policy: what its text may hold. mode: how it becomes a file for Lean.
    engine, replay, prefilter, sandbox: as the options of the command line of these names.
    first_error: verdicts have Lean's messages up to the first error alone; the status is the same.
    recheck: no verdict is taken from the user's cache or from a server's.
    lean: which Lean, where that isn't the bench's own. workspace: the Lake project whose Lean and libraries
    are used; None for the embedded Lean. any_toolchain: use it for texts that were written for another.
    repl: the program for engine repl, where it isn't the workspace's own.
    server: where candidates are judged; None for here.
    given: names of the settings that were asked for on purpose. A server must judge by those, and can't be
    told an engine, a sandbox or a workspace; None stands for all that differ from their defaults.

    Raises UsageError for a value that a field can't have.
    """

    limits: Limits = field(default_factory=Limits)
    policy: Level = "strict"
    mode: Mode = "auto"
    engine: EngineName = "auto"
    replay: ReplayMode = "auto"
    prefilter: PrefilterMode = "off"
    sandbox: str = "bubblewrap"
    first_error: bool = False
    recheck: bool = False
    lean: LeanKind | None = None
    workspace: Path | None = None
    any_toolchain: bool = False
    repl: Path | None = None
    server: ServerOptions | None = None
    given: frozenset[str] | None = None

    def __post_init__(self) -> None:
        for name in ("policy", "engine", "replay", "prefilter", "lean"):
            value = getattr(self, name)
            if value not in _CHOICES[name] and not (name == "lean" and value is None):
                raise UnknownNameError(name, str(value), _CHOICES[name])
        if self.mode not in _MODES:
            raise UnknownNameError("mode", self.mode, _MODES)
        if self.lean == "embedded" and self.workspace is not None:
            raise UsageError("--lean embedded needs no --lean-workspace: leave one of them out")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> CheckerSpec:
        """The checker that the command line without options has: PROVER_EVAL_<NAME> where set, else defaults.

        environment: by default the process's own. The variables are PROVER_EVAL_ with LEAN, LEAN_WORKSPACE,
        ANY_TOOLCHAIN, CPU_LIMIT, WALL_LIMIT, MEMORY_LIMIT (MiB), OUTPUT_LIMIT (KiB), HEARTBEATS, POLICY,
        ENGINE, REPL, REPLAY, SANDBOX, CHECKER, CHECKER_URL, CHECKER_API, CHECKER_KEY_FILE and CHECKER_KEY;
        their values are those of the options. LEAN=embedded passes LEAN_WORKSPACE over.
        Raises UsageError for a value that can't be.
        """
        values = from_variables(os.environ if environment is None else environment)
        return cls.from_settings(values, weak=values, given=())

    @classmethod
    def from_settings(
        cls, values: Mapping[str, Any], *, weak: Collection[str] = (), given: Collection[str]
    ) -> CheckerSpec:
        """The checker that the settings by these names and values say; those left out have their defaults.

        weak: names of those that come from the environment, so that a stronger one may contradict them.
        given: see the class. Raises UsageError.
        """
        value = {**_DEFAULTS, **values}
        workspace = value["lean_workspace"]
        if value["lean"] == "embedded" and "lean_workspace" in weak:
            workspace = None
        cpu_s = float(value["cpu_limit"])
        return cls(
            limits=Limits(
                cpu_s=cpu_s,
                wall_s=value["wall_limit"] or default_wall_limit(cpu_s),
                memory=value["memory_limit"] * _MIB,
                output=value["output_limit"] * 1024,
                heartbeats=value["heartbeats"],
            ),
            policy=value["policy"],
            engine=value["engine"],
            replay=value["replay"],
            prefilter=value["prefilter"],
            sandbox=value["sandbox"],
            lean=value["lean"],
            workspace=workspace,
            any_toolchain=value["any_toolchain"],
            repl=value["repl"],
            server=_server(value),
            given=frozenset(given),
        )

    def asked_for(self) -> frozenset[str]:
        """Names of the settings that were asked for on purpose, see `given`."""
        if self.given is not None:
            return self.given
        other = CheckerSpec()
        found = {
            name
            for name, limit in LIMIT_SETTINGS.items()
            if getattr(self.limits, limit) != getattr(other.limits, limit)
        }
        others = ("policy", "engine", "prefilter", "sandbox")
        found |= {name for name in others if getattr(self, name) != _DEFAULTS[name]}
        return frozenset(found | ({"lean_workspace"} if self.workspace is not None else set()))

    def here(self) -> CheckerSpec:
        """The same without a server."""
        return replace(self, server=None)

    def to_json(self) -> dict[str, Any]:
        """As what JSON can say. A server's key isn't in it: it is read from the environment again."""
        row: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        row["limits"] = dict(self.limits.record())
        row["workspace"], row["repl"] = _text(self.workspace), _text(self.repl)
        row["server"] = None if self.server is None else {"url": self.server.url, "api": self.server.api}
        row["given"] = None if self.given is None else sorted(self.given)
        return row

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> CheckerSpec:
        """The spec that `to_json` wrote; fields left out have their defaults.

        Raises UnknownNameError for a key that isn't a field, DataError for a value of a wrong type, and
        UsageError for one that can't be.
        """
        values = _known(row, [each.name for each in fields(cls)], "setting of a checker")
        for name, kind in _KINDS.items():
            if name in values and not isinstance(values[name], kind):
                raise DataError(f"{values[name]!r} can't be its value", field=name)
        if "limits" in values:
            values["limits"] = _limits(values["limits"])
        for name in ("workspace", "repl"):
            if values.get(name) is not None:
                values[name] = Path(values[name])
        if values.get("server") is not None:
            values["server"] = _server_of(values["server"])
        if values.get("given") is not None:
            values["given"] = frozenset(map(str, values["given"]))
        return cls(**values)

    def servers_own(self) -> list[str]:
        """The options that were asked for and that a server sets for itself, sorted."""
        return ["--" + name.replace("_", "-") for name in _SERVERS_OWN if name in self.asked_for()]


_KINDS: Final[Mapping[str, Any]] = {
    "limits": Mapping,
    "policy": str,
    "mode": str,
    "engine": str,
    "replay": str,
    "prefilter": str,
    "sandbox": str,
    "first_error": bool,
    "recheck": bool,
    "lean": str | None,
    "workspace": str | None,
    "any_toolchain": bool,
    "repl": str | None,
    "server": Mapping | None,
    "given": list | None,
}


def default_wall_limit(cpu_s: float) -> float:
    """Seconds on the clock for a candidate that may use so many of CPU time."""
    return max(Limits().wall_s, _WALL_PER_CPU * cpu_s)


def _known(row: Mapping[str, Any], names: Collection[str], what: str) -> dict[str, Any]:
    for key in row:
        if key not in names:
            raise UnknownNameError(what, str(key), names)
    return dict(row)


def _limits(row: Mapping[str, Any]) -> Limits:
    default = Limits()
    values = _known(row, [each.name for each in fields(default)], "limit")
    for name, value in values.items():
        whole = isinstance(getattr(default, name), int)
        kind: Any = int if whole else int | float
        if not isinstance(value, kind) or isinstance(value, bool) or not 0 <= value < _JSON_LIMIT:
            raise DataError(f"{value!r} can't be its value", field=f"limits.{name}")
        values[name] = value if whole else float(value)
    return Limits(**values)


def _server_of(row: Mapping[str, Any]) -> ServerOptions:
    values = _known(row, ("url", "api"), "setting of a server")
    if not isinstance(values.get("url"), str):
        raise DataError("the server's address is missing", field="server.url")
    api = values.get("api", "auto")
    known = next(setting.choices for setting in SERVER_SETTINGS if setting.name == "checker_api")
    if api not in known:
        raise UnknownNameError("checker API", str(api), known)
    return _read_server(values["url"], typing.cast(Any, api), None)


def _server(value: Mapping[str, Any]) -> ServerOptions | None:
    """The server that the settings name. Raises UsageError where one of them lacks the other."""
    if value["checker"] == "local":
        if value["checker_url"] is not None:
            raise UsageError("--checker-url is given: add --checker kimina to have that server judge")
        return None
    if value["checker_url"] is None:
        raise UsageError("--checker kimina needs the server's address: --checker-url")
    return _read_server(value["checker_url"], value["checker_api"], value["checker_key_file"])


def _read_server(url: str, api: Any, key_file: Path | None) -> ServerOptions:
    from harness.checker.remote.options import ServerOptions

    return ServerOptions.read(url, api, key_file)


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
