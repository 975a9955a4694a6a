"""CheckRecord: what a verdict depends on beside the candidate and its problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

NOT_TOLD: Final = "not told"
"""In a record: what whoever judged didn't say."""
MESSAGES_ONLY: Final = "messages"
"""In a record: the audit of a checker that saw Lean's messages alone."""


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """What a verdict depends on. None: nothing is said of it, and its JSON lacks the key.

    toolchain: its name. lean: its version. revision: which Lean and libraries, as one hash.
    engine: `fork`, `repl`, `process`, or `kimina` on a server. repl: beginning of that program's sha256.
    sandbox: its name, or `none`. seccomp: whether system calls are filtered. memory: how it is limited.
    policy: `strict` or `open`. limits: numbers by their names in Limits (a server's may be others).
    errors: `all`, or `first` where messages end at the first error. mode: how a candidate is read, where that
    is not `auto`. audit: `olean`, `constants` or `messages`: what was looked at.
    replay: `kernel`, a program's name, or `none`, and then no_replay says why.
    statement: how the statement was compared, where that is not by kernel terms.
    prefiltered: True where it was rejected beside other candidates of its statement, by --prefilter.
    server: what the server that judged says of itself.
    cached: in a stored run, True where the verdict was known before it was asked for.
    more: what stands in a record that another version wrote, or that isn't of its field's type; it is kept.
    """

    toolchain: str | None = None
    lean: str | None = None
    revision: str | None = None
    engine: str | None = None
    repl: str | None = None
    sandbox: str | None = None
    seccomp: bool | None = None
    memory: str | None = None
    policy: str | None = None
    limits: Mapping[str, Any] | None = None
    errors: str | None = None
    mode: str | None = None
    audit: str | None = None
    replay: str | None = None
    no_replay: str | None = None
    statement: str | None = None
    prefiltered: bool | None = None
    server: Mapping[str, Any] | None = None
    cached: bool | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
