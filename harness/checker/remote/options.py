"""Where the server is, and what it is to be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from harness.http_address import checked_address
from harness.keys import key_in, key_in_file, refuse_empty

Api = Literal["auto", "prover-eval", "kimina"]
KEY_VARIABLE = "PROVER_EVAL_CHECKER_KEY"


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """A server that checks.

    url: its address. api: what it is asked: whole verdicts (`prover-eval`), messages alone (`kimina`), or
    what it has of these, in this order (`auto`). key: for `Authorization: Bearer`; None sends none.
    """

    url: str
    api: Api = "auto"
    key: str | None = field(default=None, repr=False)

    @classmethod
    def read(cls, url: str, api: Api, key_file: Path | None) -> ServerOptions:
        """The options as given; the key comes from the file, else from the variable KEY_VARIABLE.

        Raises UsageError, also for an empty key; it never repeats the address or the key.
        """
        address = checked_address(url, "--checker-url", "--checker-url http://127.0.0.1:8000")
        return cls(address, api, _key(key_file))


def _key(path: Path | None) -> str | None:
    if path is not None:
        return key_in_file(path, "--checker-key-file")
    refuse_empty("PROVER_EVAL_CHECKER_KEY_FILE")
    return key_in(KEY_VARIABLE)
