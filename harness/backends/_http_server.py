"""A model's server as a whole: what it says of itself, and when there is no use in asking it further."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from harness.backends._http_failure import HttpFailure
from harness.backends.base import Endpoint
from harness.errors import BackendError
from harness.http_retry import is_refusal

__all__ = ["Endpoint", "ServerHealth", "ask_models"]

_ASK_S = 5.0
# So many requests in a row that one status refuses are the last: before the first answer, and after it.
_REFUSED_FIRST, _REFUSED_LATER = 3, 20
# So many that failed after all their retries, before the first answer.
_LOST_FIRST = 3
_SAID = ("root", "owned_by", "max_model_len", "context_length", "quantization")


class ServerHealth:
    """Tells when all of a run's further requests would fail too.

    reached: whether there was ever an answer of any kind.
    """

    def __init__(self, host: str, key_variable: str) -> None:
        self._host, self._key_variable = host, key_variable
        self.reached = False
        self._served = False
        self._refused = self._lost = self._status = 0

    def met(self, failure: HttpFailure) -> None:
        """A request failed."""
        self.reached = self.reached or failure.reached

    def served(self) -> None:
        """A request had its answer."""
        self.reached = self._served = True
        self._refused = self._lost = 0

    def lost(self, failure: HttpFailure, *, can_be_long: bool) -> None:
        """A request failed for good.

        can_be_long: its prompt holds a talk, which may outgrow the model's window where others don't.
        Raises BackendError when it is time to end the run.
        """
        if not self.reached:
            raise BackendError(
                f"the server at {self._host} can't be reached ({failure.told}): start it, "
                "or give -M base_url=..."
            )
        if failure.spent:
            raise BackendError(
                f"the account at {self._host} has nothing left ({failure.told}): top it up; the same command "
                "goes on with this run"
            )
        self._lost += 1
        if not failure.refused or (failure.too_long and can_be_long):
            self._refused = 0
            if not self._served and not failure.refused and self._lost >= _LOST_FIRST:
                raise BackendError(
                    f"the server at {self._host} has answered none of the first {self._lost} requests "
                    f"({failure.told}): look at it, and at -M base_url="
                )
            return
        self._refused = self._refused + 1 if failure.status == self._status else 1
        self._status = failure.status
        if not self._served and is_refusal(failure.status):
            raise BackendError(
                f"the server at {self._host} refuses every request ({failure.told}): look at -M model=, "
                f"-M base_url= (most end in /v1) and the key in ${self._key_variable}"
            )
        if self._refused >= (_REFUSED_LATER if self._served else _REFUSED_FIRST):
            which = f"the last {self._refused} requests" if self._served else "every request so far"
            raise BackendError(f"the server at {self._host} has refused {which} ({failure.told})")


async def ask_models(client: Any, model: str, errors: tuple[type[Exception], ...]) -> Endpoint:
    """What `GET /models` says of the model; what a server doesn't say isn't there."""
    address = _without_secrets(str(client.base_url))
    try:
        async with asyncio.timeout(_ASK_S):
            async with client.models.with_streaming_response.list(timeout=_ASK_S) as reply:
                answer = await reply.json()
    except errors:
        return Endpoint(address, {})
    rows = answer.get("data") if isinstance(answer, Mapping) else None
    known = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    mine = next((row for row in known if row.get("id") == model), None)
    if mine is None:
        return Endpoint(address, {}, tuple(str(row.get("id")) for row in known))
    told = {name: mine[name] for name in _SAID if isinstance(mine.get(name), str | int)}
    meta = mine.get("meta")
    if isinstance(meta, Mapping):
        # llama.cpp tells a model's file by its size and shape.
        told.update({f"meta.{name}": value for name, value in meta.items() if isinstance(value, str | int)})
    return Endpoint(address, {"id": model, **told}, tuple(str(row.get("id")) for row in known))


def _without_secrets(address: str) -> str:
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
