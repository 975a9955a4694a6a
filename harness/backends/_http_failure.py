"""Why a request to a model's server failed, in the server's words, and what that means for what follows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from harness.backends._http_answer import ServerSaysError, UnclearChoices
from harness.backends._too_long import says_too_long
from harness.http_retry import is_overload, is_passing, retry_after_s

_DETAIL_LIMIT = 500
_LATE = frozenset({"ReadTimeout", "WriteTimeout", "PoolTimeout", "ConnectTimeout"})
_CONNECTING = frozenset({"ConnectError", "ConnectTimeout", "UnsupportedProtocol"})
_SPENT_STATUS = 402
_SPENT = frozenset(
    {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "access_terminated"}
)
_TOO_LARGE_STATUS = 413
_TOO_LONG = frozenset({"context_length_exceeded", "exceed_context_size_error", "string_above_max_length"})


@dataclass(frozen=True, slots=True)
class HttpFailure:
    """Why a request failed.

    told: one line. status: of HTTP, 0 when there was none. about: the parameter that the server names.
    retry_after_s: as the server asks. reached: whether there was a server. late: it didn't answer in time.
    spent: the account has nothing left. too_long: the prompt leaves the model no room for an answer.
    unclear: the answer mixes up its choices.
    """

    told: str
    status: int = 0
    about: str = ""
    retry_after_s: float | None = None
    reached: bool = True
    late: bool = False
    spent: bool = False
    too_long: bool = False
    unclear: bool = False

    @property
    def passing(self) -> bool:
        """Whether the same request may succeed later."""
        return not (self.spent or self.too_long) and (is_passing(self.status) if self.status else True)

    @property
    def overload(self) -> bool:
        """Whether the server has too much to do."""
        return not self.spent and (self.late or is_overload(self.status))

    @property
    def refused(self) -> bool:
        """Whether the server wants no such request, now or later."""
        return 400 <= self.status < 500 and not is_passing(self.status)

    def speaks_of(self, name: str) -> bool:
        """Whether the server names this parameter of the request."""
        word = rf"(?<!\w){re.escape(name)}\b"
        return self.about == name or re.search(word, self.told, re.IGNORECASE) is not None


def failure_of(error: BaseException, timeout_s: float, key: str | None) -> HttpFailure:
    """What an error of the client library, of the transport or of an answer means.

    timeout_s: that of a request. key: taken out of what is told, since servers like to repeat a wrong one.
    """
    cause = error.__cause__ or error
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", 0) or getattr(error, "status", 0)
    body = getattr(error, "body", None)
    kind = type(cause).__name__
    if isinstance(error, TimeoutError):
        told = f"no whole answer within {timeout_s:g} s (-M timeout=)"
    elif isinstance(error, json.JSONDecodeError):
        told = f"the answer isn't JSON ({error.msg})"
    elif status:
        told = f"HTTP {status}: {_words(body, error)}"
    elif isinstance(error, ServerSaysError):
        told = f"the server's answer is an error: {_words(body, error)}"
    elif cause is not error:
        told = f"{error} ({kind}: {cause})" if str(cause) else f"{error} ({kind})"
    else:
        told = f"{kind}: {error}" if str(error) else kind
    named = body if isinstance(body, Mapping) else {}
    codes = {str(named.get(name) or "") for name in ("code", "type", "error_type")}
    about = named.get("param")
    told = _one_line(told.replace(key, "(key)") if key else told)
    return HttpFailure(
        told,
        status,
        about if isinstance(about, str) else "",
        retry_after_s(getattr(response, "headers", {})),
        reached=kind not in _CONNECTING,
        late=isinstance(error, TimeoutError) or kind in _LATE,
        spent=status == _SPENT_STATUS or not codes.isdisjoint(_SPENT),
        too_long=status == _TOO_LARGE_STATUS
        or not codes.isdisjoint(_TOO_LONG)
        or (status in (400, 422) and says_too_long(told)),
        unclear=isinstance(error, UnclearChoices),
    )


def _words(body: object, error: BaseException) -> str:
    """The server's own message, from the forms that errors have."""
    found: Any = body
    for name in ("error", "detail", "message"):
        while isinstance(found, Mapping) and found.get(name):
            found = found[name]
    if isinstance(found, list):
        # FastAPI's list of what is wrong with a request.
        found = "; ".join(
            f"{'.'.join(str(part) for part in item.get('loc', ()))}: {item.get('msg', item)}"
            if isinstance(item, Mapping)
            else str(item)
            for item in found[:3]
        )
    if isinstance(found, str) and found.lstrip()[:1] == "<":
        found = unescape(re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]*>", " ", found))
    if isinstance(found, str) and found.strip():
        return found
    return json.dumps(found) if found else str(error) or type(error).__name__


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_DETAIL_LIMIT]
