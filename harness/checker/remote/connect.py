"""From a server's address to a checker: the server is asked what it is."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.checker.protocol import AnyChecker
from harness.checker.record import NOT_TOLD
from harness.checker.remote._full import FullChecker
from harness.checker.remote._messages import MOST, MessagesChecker
from harness.checker.remote._question import VERSION
from harness.checker.remote._route import ROUTES, Route, ask
from harness.checker.remote._transport import ABSENT, RemoteFailure, Transport, retried, unusable
from harness.checker.remote.options import ServerOptions
from harness.checker.retry import RETRIES
from harness.errors import CheckServerError, UsageError

CONNECTIONS, CONNECTIONS_MOST = 5, 64
_UNDER_WAY_MOST = 4096
# Checks at once that a server may tell of, items in a request, seconds.
_MOST = 1e7
_VERSION = re.compile(r'"?(\d+\.\d+\.\d+[\w.+-]*)"?')
# As in /v1/about, and what a Checker's record has.
_ABOUT = {"server": dict, "record": dict, "checkers": int, "max_items": int}
_TEXTS = ("toolchain", "lean", "revision", "policy", "audit", "replay")
_RECORD: Mapping[str, Any] = {"limits": dict, **dict.fromkeys(_TEXTS, str)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run asks of the server.

    policy, limits: what was given, by the names of a verdict's record; a server that judges by other ones is
    refused. timeout_s: for one file where only messages are seen. under_way: candidates at once, None for
    what suits the server. first_error: as in CheckSettings. anew: a server that keeps verdicts isn't to use
    them.
    """

    policy: str | None
    limits: Mapping[str, Any]
    timeout_s: float
    under_way: int | None = None
    first_error: bool = False
    anew: bool = False


async def connect(options: ServerOptions, wanted: Wanted) -> tuple[AnyChecker, int]:
    """(a checker that judges on the server, candidates that it wants under way at once).

    Raises CheckServerError when the server can't be reached, refuses the key, or isn't one that is known,
    UsageError when it judges by other limits or another policy than wanted.
    """
    transport = Transport(options, min(wanted.under_way or CONNECTIONS_MOST, CONNECTIONS_MOST))
    try:
        about = None if options.api == "kimina" else await _about(transport, options)
        if about is not None:
            _require_same(about["record"], wanted)
            under_way = wanted.under_way or min(2 * (about["checkers"] + 1), _UNDER_WAY_MOST)
            connections = min(under_way, about["checkers"] + 1, CONNECTIONS_MOST)
            full = FullChecker(
                transport,
                about,
                first_error=wanted.first_error,
                connections=connections,
                anew=wanted.anew,
            )
            return full, under_way
        return await _messages(transport, wanted)
    except RemoteFailure as failure:
        await transport.close()
        raise unusable(transport, failure) from None
    except BaseException:
        await transport.close()
        raise


async def _about(transport: Transport, options: ServerOptions) -> Mapping[str, Any] | None:
    """What a `prover-eval serve` says of itself; None for another server."""
    try:
        about = await retried(lambda: transport.get("/v1/about"), RETRIES)
    except RemoteFailure as failure:
        if failure.status not in ABSENT or options.api == "prover-eval":
            raise
        return None
    _require_shape(about, _ABOUT, transport)
    _require_shape(about["record"], _RECORD, transport)
    _require_shape(about["record"]["limits"], {"wall_s": (int, float)}, transport)
    counts = (about["checkers"], about["max_items"], about["record"]["limits"]["wall_s"])
    if not all(0 < count < _MOST for count in counts):
        raise _odd("checkers', 'max_items' or 'wall_s", transport)
    return about


def _require_shape(found: Mapping[str, Any], wanted: Mapping[str, Any], transport: Transport) -> None:
    for name, kind in wanted.items():
        if not isinstance(found.get(name), kind) or isinstance(found[name], bool):
            raise _odd(name, transport)


def _odd(name: str, transport: Transport) -> CheckServerError:
    return CheckServerError(
        f"the checker at {transport.url} doesn't say what it is (no proper '{name}' in /v1/about): "
        "its version of prover-eval is another one; --checker-api kimina takes its messages alone"
    )


def _require_same(record: Mapping[str, Any], wanted: Wanted) -> None:
    """Refuse a server that judges by other limits than were given here: they are its own."""
    given = dict(wanted.limits)
    there = {name: record["limits"].get(name) for name in given}
    if wanted.policy:
        given["policy"], there["policy"] = wanted.policy, record["policy"]
    differing = [name for name in given if there[name] != given[name]]
    if differing:
        lines = [f"  {name}: {there[name]} there, {given[name]} here" for name in differing]
        raise UsageError(
            "the server judges by limits of its own:\n"
            + "\n".join(lines)
            + "\nStart it with these (prover-eval serve takes the same options), or leave them out here."
        )


async def _messages(transport: Transport, wanted: Wanted) -> tuple[AnyChecker, int]:
    if wanted.policy == "open":
        raise UsageError(
            "--policy open lets a candidate print what it likes, and of this server only messages are seen: "
            "leave it out"
        )
    if wanted.limits.keys() - {"cpu_s"}:
        raise UsageError(
            "Kimina's format has no limit but a time-out (--cpu-limit): set the others on the server, and "
            "leave them out here"
        )
    timeout_s = math.ceil(wanted.timeout_s)
    route = await retried(lambda: _route(transport, timeout_s), RETRIES)
    under_way = wanted.under_way or CONNECTIONS * MOST
    checker = MessagesChecker(
        transport,
        route,
        lean=await _lean(transport, route, timeout_s),
        server=await _server(transport),
        timeout_s=timeout_s,
        connections=min(under_way, CONNECTIONS),
        first_error=wanted.first_error,
    )
    return checker, under_way


async def _route(transport: Transport, timeout_s: int) -> Route:
    """The first of Kimina's requests that the server takes."""
    for route in ROUTES:
        try:
            await ask(transport, route, (), timeout_s)
        except RemoteFailure as failure:
            if failure.status in ABSENT:
                continue
            # An empty request may be refused as such: then the route is there.
            if failure.status not in (400, 422):
                raise
        return route
    paths = " nor ".join(route.path for route in ROUTES)
    raise RemoteFailure(
        f"it has neither /v1/about nor {paths}: see that --checker-url is right", passing=False
    )


async def _lean(transport: Transport, route: Route, timeout_s: int) -> str:
    """The version of Lean as the server's Lean tells it, or NOT_TOLD."""
    try:
        (seen,) = await ask(transport, route, (VERSION,), timeout_s)
    except RemoteFailure:
        return NOT_TOLD
    if isinstance(seen, RemoteFailure) or seen.first_error is not None or len(seen.messages) != 1:
        return NOT_TOLD
    found = _VERSION.fullmatch(seen.messages[0].text.strip())
    return found[1] if found else NOT_TOLD


async def _server(transport: Transport) -> Mapping[str, str]:
    """Name and version as FastAPI's description of the service has them."""
    for path in ("/api/openapi.json", "/openapi.json"):
        try:
            info = (await transport.get(path)).get("info")
        except RemoteFailure:
            continue
        if isinstance(info, dict):
            return {"name": str(info.get("title", NOT_TOLD)), "version": str(info.get("version", NOT_TOLD))}
    return {"name": NOT_TOLD, "version": NOT_TOLD}
