"""The web application: routes, keys, size limits, and clients that hang up."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from harness import __version__
from harness.checker.unreplayed import warning
from harness.errors import InfrastructureError, StatementError, UsageError
from harness.lean.source import code_tokens, header_tokens, tokenize
from harness.serve._kimina import CheckRequest, VerifyRequest, answer
from harness.serve._own import HeaderRequest, Item, OwnRequest, about, identity, own_row

if TYPE_CHECKING:
    from harness.checker.verdict import Verdict
    from harness.problem import Problem
    from harness.serve._benches import Benches
    from harness.serve._service import Service

T = TypeVar("T")
HUNG_UP = 499


class _Answer(JSONResponse):
    """JSON in ASCII: whatever id a client gave its item comes back, half of a surrogate pair too."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")


def make_app(service: Service, benches: Benches) -> FastAPI:
    """The application around a service, which it closes in the end. benches: for /v1/check."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await service.close()

    app = FastAPI(title="prover-eval", version=__version__, lifespan=lifespan, default_response_class=_Answer)
    app.add_middleware(_BodyLimit, limit=service.settings.max_bytes)

    @app.exception_handler(RequestValidationError)
    async def refused(request: Request, error: RequestValidationError) -> Response:
        # Without what was sent, which may be large, or nothing that JSON has.
        said = [{key: each[key] for key in ("type", "loc", "msg")} for each in error.errors()]
        return _Answer({"detail": said}, status_code=422)

    allowed = [Depends(_key_check(service.settings.keys))]

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok", **_warned(service)}

    @app.get("/metrics", dependencies=allowed)
    async def metrics() -> Response:
        return Response(service.figures(), media_type="text/plain; version=0.0.4")

    _add_kimina(app, service, allowed)
    _add_own(app, service, benches, allowed)
    return app


def _add_kimina(app: FastAPI, service: Service, allowed: Sequence[Any]) -> None:
    """The routes of Kimina's server."""

    async def verify(body: VerifyRequest, request: Request) -> Response:
        texts = [code.text for code in body.codes]
        answers = await _unless_hung_up(request, service, _snippets(service, texts, body.timeout))
        rows = [{"custom_id": code.custom_id, **row} for code, row in zip(body.codes, answers, strict=True)]
        return _Answer({"results": rows, **_warned(service)})

    for path in ("/verify", "/one_pass_verify_batch"):
        app.post(path, dependencies=allowed)(verify)

    @app.post("/api/check", dependencies=allowed)
    async def check(body: CheckRequest, request: Request) -> Response:
        texts = [snippet.code for snippet in body.snippets]
        answers = await _unless_hung_up(request, service, _snippets(service, texts, body.timeout))
        rows = []
        for snippet, row in zip(body.snippets, answers, strict=True):
            time_s = row.get("response", {}).pop("time", 0.0)
            rows.append({"id": snippet.id, "time": time_s, **row})
        return _Answer({"results": rows, **_warned(service)})


def _add_own(app: FastAPI, service: Service, benches: Benches, allowed: Sequence[Any]) -> None:
    """The routes of our own format."""

    @app.post("/v1/check", dependencies=allowed)
    async def own_check(body: OwnRequest, request: Request) -> Response:
        _few_enough(service, len(body.items))
        problems = [_problem(item, benches) for item in body.items]
        pairs = list(zip(body.items, problems, strict=True))

        async def judge(pair: tuple[Item, Problem]) -> Verdict:
            item, problem = pair
            if item.text is not None:
                return await service.text(problem, item.text, anew=body.anew)
            return await service.problem(problem, item.candidate or "", anew=body.anew)

        judged = service.each(pairs, judge)
        verdicts = await _unless_hung_up(request, service, judged)
        rows = [own_row(item, verdict) for item, verdict in zip(body.items, verdicts, strict=True)]
        return _Answer({"server": identity(), "results": rows, **_warned(service)})

    @app.get("/v1/about", dependencies=allowed)
    async def who() -> Response:
        return _Answer(about(service))

    @app.post("/v1/header", dependencies=allowed)
    async def own_header(body: HeaderRequest, request: Request) -> Response:
        try:
            await _unless_hung_up(request, service, service.header(body.header))
        except StatementError as error:
            return _Answer({"compiles": False, "detail": str(error)})
        except InfrastructureError as error:
            raise HTTPException(503, str(error)) from None
        return _Answer({"compiles": True})


def _warned(service: Service) -> dict[str, str]:
    """What every answer says of a service that judges without a kernel replay; nothing for another one."""
    text = warning(service.record)
    return {} if text is None else {"warning": text}


def _problem(item: Item, benches: Benches) -> Problem:
    if item.bench is None or item.problem is None:
        return item.stated()
    try:
        return benches.problem(item.bench, item.problem)
    except UsageError as error:
        raise HTTPException(422, str(error)) from None


def _few_enough(service: Service, count: int) -> None:
    if count > service.settings.max_items:
        raise HTTPException(413, f"{count} items in one request; at most {service.settings.max_items}")


async def _snippets(service: Service, codes: list[str], timeout_s: float) -> list[dict[str, Any]]:
    _few_enough(service, len(codes))
    limit = min(timeout_s or service.limits.cpu_s, service.limits.cpu_s)
    texts = [_with_header(code, service.settings.header) for code in codes]

    async def judge(text: tuple[str, int]) -> Verdict:
        return await service.snippet(text[0], limit)

    verdicts = await service.each(texts, judge)
    return [
        answer(verdict, limit, first_line) for (_, first_line), verdict in zip(texts, verdicts, strict=True)
    ]


def _with_header(code: str, header: str) -> tuple[str, int]:
    """The file to check, and the line where the client's own text begins in it."""
    if not header or header_tokens(code_tokens(tokenize(code[:10_000]))):
        return code, 1
    return header + code, header.count("\n") + 1


async def _unless_hung_up(request: Request, service: Service, work: Awaitable[T]) -> T:
    """The result of `work`, which is cancelled when the client goes away first."""
    task: asyncio.Future[T] = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    both: list[asyncio.Future[Any]] = [task, gone]
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            service.metrics.hung_up.inc()
            raise HTTPException(HUNG_UP, "the client hung up")
        return task.result()
    finally:
        for each in both:
            each.cancel()
        await asyncio.gather(*both, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _key_check(keys: tuple[str, ...]) -> Callable[[Request], Awaitable[None]]:
    async def check(request: Request) -> None:
        if not keys:
            return
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        # All keys are compared, and in constant time, so that the time tells nothing.
        matches = [hmac.compare_digest(given.encode(), key.encode()) for key in keys]
        if scheme.lower() != "bearer" or not any(matches):
            raise HTTPException(401, "give a valid key: Authorization: Bearer KEY")

    return check


class _BodyLimit:
    """Refuses a body over the limit, by its announced length or while it is read."""

    def __init__(self, app: Any, limit: int) -> None:
        self._app, self._limit = app, limit

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        announced = headers.get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > self._limit:
            answer = _Answer({"detail": f"the body may have {self._limit} bytes"}, status_code=413)
            await answer(scope, receive, send)
            return
        seen = 0

        async def limited() -> Any:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._limit:
                raise HTTPException(413, f"the body may have {self._limit} bytes")
            return message

        await self._app(scope, limited, send)
