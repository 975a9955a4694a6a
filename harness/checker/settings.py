"""The settings of a checker: each is an option of the command line and a variable PROVER_EVAL_<NAME>."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from harness.errors import UsageError
from harness.sandbox import Limits

Kind = Literal["choice", "flag", "number", "count", "text", "file", "folder"]
Value = str | bool | float | int | Path | None

_YES, _NO = ("1", "true", "t", "yes", "y", "on"), ("0", "false", "f", "no", "n", "off", "")
_LIMITS: Final = Limits()
_MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    kind: of its values; `file` and `folder` must be there. choices: of a choice. least: of a count or a
    number; a number that has none must be above 0. default: None where there is none, or where the help says
    which. help: for the command line.
    """

    name: str
    kind: Kind
    help: str
    default: Value = None
    choices: tuple[str, ...] = ()
    least: float = 0

    @property
    def option(self) -> str:
        """Its option, e.g. --cpu-limit."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """Its variable in the environment."""
        return f"PROVER_EVAL_{self.name.upper()}"

    def read(self, text: str) -> Value:
        """The value that the variable's text stands for. Raises UsageError, which says what may stand."""
        match self.kind:
            case "choice":
                return self._require(text, text in self.choices, "one of " + ", ".join(self.choices))
            case "flag":
                word = text.strip().lower()
                self._require(text, word in (*_YES, *_NO), "1 or 0")
                return word in _YES
            case "number":
                return self._number(text)
            case "count":
                digits = text.strip()
                whole = digits.isascii() and digits.isdigit() and int(digits) >= self.least
                self._require(text, whole, f"a whole number from {self.least:g} on")
                return int(digits)
            case "file":
                return Path(self._require(text, Path(text).is_file(), "a file that is there"))
            case "folder":
                return Path(self._require(text, Path(text).is_dir(), "a folder that is there"))
        return text

    def _number(self, text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        wanted = f"a number from {self.least:g} on" if self.least else "a number above 0"
        self._require(text, 0 < number < math.inf and number >= self.least, wanted)
        return number

    def _require(self, text: str, ok: bool, wanted: str) -> str:
        if not ok:
            raise UsageError(f"{self.variable} is {text!r}: give {wanted}, or unset it")
        return text


CHECK_SETTINGS: Final = (
    Setting(
        "lean",
        "choice",
        "embedded: of a bench for Mathlib, the published statements that compile without it.  "
        "[default: the bench's own]",
        choices=("embedded", "lake"),
    ),
    Setting(
        "lean_workspace",
        "folder",
        "Lake project with the libraries that the bench imports (see `setup`).",
    ),
    Setting(
        "any_toolchain",
        "flag",
        "Take the workspace's Lean, even if the bench was written for another.",
        default=False,
    ),
    Setting("cpu_limit", "number", "CPU seconds for one candidate, all its processes.", _LIMITS.cpu_s),
    Setting(
        "wall_limit",
        "number",
        "Seconds on the clock, a net only.  [default: 15 x CPU, at least 900]",
    ),
    Setting("memory_limit", "count", "MiB for one candidate.", _LIMITS.memory // _MIB, least=64),
    Setting("output_limit", "count", "KiB of messages of one candidate.", _LIMITS.output // 1024, least=1),
    Setting("heartbeats", "count", "Lean's maxHeartbeats, 0 for none.", _LIMITS.heartbeats),
    Setting("policy", "choice", "What a candidate's text may contain.", "strict", choices=("strict", "open")),
    Setting(
        "engine",
        "choice",
        "How Lean is run: a fork of a process that has imported the header, a repl that has, or a "
        "process each time; auto is the first that passes its self-test.",
        "auto",
        choices=("auto", "fork", "repl", "process"),
    ),
    Setting("repl", "file", "Program of leanprover-community/repl, if it isn't the workspace's own."),
    Setting(
        "replay",
        "choice",
        "Have the kernel check each proof again in a clean process. Where it can't, auto and always "
        "refuse; a server that shows messages alone is refused by always.",
        "auto",
        choices=("auto", "always", "never"),
    ),
    Setting(
        "prefilter",
        "choice",
        "Elaborate candidates that wait for the same statement in one text first, and check one by one what "
        "doesn't fail there; auto does while that is cheaper. No verdict changes.",
        "off",
        choices=("off", "auto", "on"),
    ),
    Setting(
        "sandbox",
        "text",
        "bubblewrap, or none (only for texts that you trust; engine process alone has it).",
        "bubblewrap",
    ),
)
"""How candidates are judged."""

SERVER_SETTINGS: Final = (
    Setting(
        "checker",
        "choice",
        "Where candidates are judged: here, or by a server of Kimina's format, ours or another.",
        "local",
        choices=("local", "kimina"),
    ),
    Setting("checker_url", "text", "That server's address, e.g. http://127.0.0.1:8000."),
    Setting(
        "checker_api",
        "choice",
        "Ask the server for whole verdicts (prover-eval serve), for messages alone (any server), or "
        "for what it has.",
        "auto",
        choices=("auto", "prover-eval", "kimina"),
    ),
    Setting(
        "checker_key_file",
        "file",
        "File with the server's bearer key; else the variable PROVER_EVAL_CHECKER_KEY.",
    ),
)
"""Where they are judged."""


def from_variables(environment: Mapping[str, str]) -> dict[str, Any]:
    """name -> value of the settings whose variable is set, and not to the empty text.

    Raises UsageError for a value that the setting can't have.
    """
    every = (*CHECK_SETTINGS, *SERVER_SETTINGS)
    texts = ((setting, environment.get(setting.variable, "")) for setting in every)
    return {setting.name: setting.read(text) for setting, text in texts if text}
