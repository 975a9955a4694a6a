"""HTTP: one request, one JSON object or a Failure that says whether it may pass."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from harness.checker.remote.options import KEY_VARIABLE, ServerOptions
from harness.errors import CheckServerError, UsageError
from harness.http_retry import Backoff, is_passing, retry_after_s
from harness.printable import one_line

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
CONNECT_S, QUICK_S = 30.0, 120.0
BACKOFF = Backoff(0.5, 20.0)
ABSENT = frozenset({404, 405})
_REFUSED = frozenset({401, 403})
_SHOWN = 300


class RemoteFailure(Exception):
    """A request without a usable answer; its text has no address in it.

    passing: it may succeed when it is sent again. status: of HTTP, where there was one. wait_s: how long the
    server asks to wait.
    """

    def __init__(
        self, text: str, *, passing: bool, status: int | None = None, wait_s: float | None = None
    ) -> None:
        super().__init__(text)
        self.passing, self.status, self.wait_s = passing, status, wait_s


class Transport:
    """A client with at most `connections` connections to one server."""

    def __init__(self, options: ServerOptions, connections: int) -> None:
        httpx = _httpx()
        key = {"authorization": f"Bearer {options.key}"} if options.key else {}
        self.url = options.url
        self._client = httpx.AsyncClient(
            base_url=options.url,
            headers={"content-type": "application/json", **key},
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
        )

    async def get(self, path: str) -> Mapping[str, Any]:
        """The JSON object at `path`. Raises Failure."""
        return await self._ask("GET", path, None, QUICK_S)

    async def post(self, path: str, body: Mapping[str, Any], within_s: float) -> Mapping[str, Any]:
        """The JSON object that answers `body`, within so many seconds. Raises Failure."""
        return await self._ask("POST", path, json.dumps(body).encode(), within_s)

    async def close(self) -> None:
        """Close the connections; what is under way ends."""
        await self._client.aclose()

    async def _ask(self, method: str, path: str, body: bytes | None, within_s: float) -> Mapping[str, Any]:
        httpx = _httpx()
        timeout = httpx.Timeout(within_s, connect=CONNECT_S)
        try:
            response = await self._client.request(method, path, content=body, timeout=timeout)
        except httpx.TimeoutException as error:
            raise RemoteFailure(f"no answer in time ({type(error).__name__})", passing=True) from None
        except httpx.HTTPError as error:
            told = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            raise RemoteFailure(f"no answer ({told})", passing=True) from None
        if not response.is_success:
            raise _refused(path, response)
        try:
            answer = response.json()
        except ValueError:
            raise RemoteFailure("the answer is not JSON", passing=True) from None
        if not isinstance(answer, dict):
            raise RemoteFailure("the answer is not a JSON object", passing=True)
        return answer


async def retried(call: Callable[[], Awaitable[T]], retries: int) -> T:
    """What the call returns, tried again so often when it fails in passing. Raises Failure."""
    for failures in range(1, retries + 1):
        try:
            return await call()
        except RemoteFailure as failure:
            if not failure.passing:
                raise
            await asyncio.sleep(BACKOFF.wait_s(failures, failure.wait_s))
    return await call()


def unusable(transport: Transport, failure: RemoteFailure) -> CheckServerError:
    """The error that ends a run at its start, with the server's address."""
    advice = ""
    if failure.passing:
        advice = "\n  see that it is running and reachable: prover-eval serve, or Kimina's own server"
    return CheckServerError(f"the checker at {transport.url} can't be used: {failure}{advice}")


def _refused(path: str, response: httpx.Response) -> RemoteFailure:
    status = response.status_code
    if status in _REFUSED:
        text = (
            f"it refuses the key (HTTP {status}): put a valid one into ${KEY_VARIABLE} or --checker-key-file"
        )
    elif status in ABSENT:
        text = f"it has no {path} (HTTP {status}): see that --checker-url is right"
    else:
        said = " ".join(one_line(response.text[:_SHOWN]).split())
        text = f"HTTP {status}" + (f": {said}" if said else "")
    wait_s = retry_after_s(response.headers)
    return RemoteFailure(text, passing=is_passing(status), status=status, wait_s=wait_s)


def _httpx() -> Any:
    try:
        import httpx
    except ImportError as error:
        raise UsageError(
            f"--checker kimina needs a package that isn't here ({error}): pip install 'prover-eval[kimina]'"
        ) from None
    return httpx
