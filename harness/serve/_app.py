"""The web application: its routes, and clients that hang up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError

from harness import __version__
from harness.checker.unreplayed import warning
from harness.errors import InfrastructureError, StatementError, UsageError
from harness.lean.source import code_tokens, header_tokens, tokenize
from harness.prompts.own_lines import mode_of
from harness.serve._answers import (
    REFUSALS,
    About,
    CheckAnswer,
    HeaderAnswer,
    Health,
    OwnAnswer,
    VerifyAnswer,
)
from harness.serve._connections import say_seldom
from harness.serve._gate import CLIENT, Gate, RequestRefusal, answer_to
from harness.serve._json import JsonAnswer
from harness.serve._kimina import CheckRequest, VerifyRequest, answer
from harness.serve._own import HeaderRequest, Item, OwnRequest, about, identity, own_row

if TYPE_CHECKING:
    from harness.checker.verdict import Verdict
    from harness.problem import Problem
    from harness.serve._benches import Benches
    from harness.serve._service import Service

T = TypeVar("T")
HUNG_UP = 499


def make_app(service: Service, benches: Benches) -> FastAPI:
    """The application around a service, which it closes in the end. benches: for /v1/check."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        say_seldom(asyncio.get_running_loop())
        yield
        await service.close()

    app = FastAPI(
        title="prover-eval", version=__version__, lifespan=lifespan, default_response_class=JsonAnswer
    )
    app.add_middleware(Gate, settings=service.settings, metrics=service.metrics)

    @app.exception_handler(RequestValidationError)
    async def refused(request: Request, error: RequestValidationError) -> Response:
        # Without what was sent, which may be large, or nothing that JSON has.
        said = [{key: each[key] for key in ("type", "loc", "msg")} for each in error.errors()]
        return JsonAnswer({"detail": said}, status_code=422)

    @app.exception_handler(RequestRefusal)
    async def turned_away(request: Request, refusal: RequestRefusal) -> Response:
        service.metrics.refused(refusal.status)
        return answer_to(refusal)

    @app.get("/health", response_model=Health, response_model_exclude_none=True)
    async def health() -> dict[str, str]:
        return {"status": "ok", **_warned(service)}

    @app.get("/metrics", responses={200: {"content": {"text/plain": {}}}, 401: REFUSALS[401]})
    async def metrics() -> Response:
        return Response(service.figures(), media_type="text/plain; version=0.0.4")

    _add_kimina(app, service)
    _add_own(app, service, benches)
    return app


def _add_kimina(app: FastAPI, service: Service) -> None:
    """The routes of Kimina's server."""

    async def verify(body: VerifyRequest, request: Request) -> Response:
        texts = [code.text for code in body.codes]
        answers = await _unless_hung_up(
            request, service, _snippets(service, _client(request), texts, body.timeout)
        )
        rows = [{"custom_id": code.custom_id, **row} for code, row in zip(body.codes, answers, strict=True)]
        return JsonAnswer({"results": rows, **_warned(service)})

    for path in ("/verify", "/one_pass_verify_batch"):
        app.post(path, responses={200: {"model": VerifyAnswer}, **REFUSALS})(verify)

    @app.post("/api/check", responses={200: {"model": CheckAnswer}, **REFUSALS})
    async def check(body: CheckRequest, request: Request) -> Response:
        texts = [snippet.code for snippet in body.snippets]
        answers = await _unless_hung_up(
            request, service, _snippets(service, _client(request), texts, body.timeout)
        )
        rows = []
        for snippet, row in zip(body.snippets, answers, strict=True):
            time_s = row.get("response", {}).pop("time", 0.0)
            rows.append({"id": snippet.id, "time": time_s, **row})
        return JsonAnswer({"results": rows, **_warned(service)})


def _add_own(app: FastAPI, service: Service, benches: Benches) -> None:
    """The routes of our own format."""

    @app.post("/v1/check", responses={200: {"model": OwnAnswer}, **REFUSALS})
    async def own_check(body: OwnRequest, request: Request) -> Response:
        _few_enough(service, len(body.items))
        problems = [_problem(item, benches) for item in body.items]
        pairs = list(zip(body.items, problems, strict=True))
        client = _client(request)

        async def judge(pair: tuple[Item, Problem]) -> Verdict:
            item, problem = pair
            if item.text is not None:
                return await service.text(client, problem, item.text, anew=body.anew)
            return await service.problem(client, problem, item.candidate or "", anew=body.anew)

        async def failing(some: Sequence[tuple[Item, Problem]]) -> Sequence[Verdict | None]:
            texts = [item.candidate or "" for item, _ in some]
            return await service.failing(client, some[0][1], texts, anew=body.anew)

        groups = _groups(pairs, service.together, service.settings.checkers)
        judged = service.each(client, pairs, judge, groups, failing)
        verdicts = await _unless_hung_up(request, service, judged)
        mode = mode_of(service.record)

        def rows() -> list[dict[str, Any]]:
            return [own_row(*pair, verdict, mode) for pair, verdict in zip(pairs, verdicts, strict=True)]

        # Long candidates take their time to be read.
        results = await asyncio.to_thread(rows)
        return JsonAnswer({"server": identity(), "results": results, **_warned(service)})

    @app.get("/v1/about", responses={200: {"model": About}, 401: REFUSALS[401]})
    async def who() -> Response:
        return JsonAnswer(about(service))

    @app.post("/v1/header", responses={200: {"model": HeaderAnswer}, **REFUSALS})
    async def own_header(body: HeaderRequest, request: Request) -> Response:
        try:
            await _unless_hung_up(request, service, service.header(_client(request), body.header))
        except StatementError as error:
            return JsonAnswer({"compiles": False, "detail": str(error)})
        except InfrastructureError as error:
            raise HTTPException(503, str(error)) from None
        return JsonAnswer({"compiles": True})


def _warned(service: Service) -> dict[str, str]:
    """What every answer says of a service that judges without a kernel replay; nothing for another one."""
    text = warning(service.record)
    return {} if text is None else {"warning": text}


def _groups(pairs: Sequence[tuple[Item, Problem]], most: int, workers: int) -> list[list[int]]:
    """The places of the items, candidates of one problem in groups, `most` in each at most.

    What only holds a candidate somewhere in a text stands by itself.
    """
    if most == 1:
        return [[at] for at in range(len(pairs))]
    # Each worker takes a group: few of them would leave workers without any.
    size = min(most, max(1, -(-len(pairs) // workers)))
    groups: list[list[int]] = []
    current: dict[tuple[str, str, str], list[int]] = {}
    for at, (item, problem) in enumerate(pairs):
        key = problem.name, problem.header, problem.formal_statement
        group = None if item.text is not None else current.get(key)
        if group is None or len(group) >= size:
            group = []
            groups.append(group)
            if item.text is None:
                current[key] = group
        group.append(at)
    return groups


def _problem(item: Item, benches: Benches) -> Problem:
    if item.bench is None or item.problem is None:
        return item.stated()
    try:
        return benches.problem(item.bench, item.problem)
    except UsageError as error:
        raise HTTPException(422, str(error)) from None


def _client(request: Request) -> str:
    return str(request.scope[CLIENT])


def _few_enough(service: Service, count: int) -> None:
    if count > service.settings.max_items:
        raise HTTPException(413, f"{count} items in one request; at most {service.settings.max_items}")


async def _snippets(
    service: Service, client: str, codes: list[str], timeout_s: float
) -> list[dict[str, Any]]:
    _few_enough(service, len(codes))
    limit = min(timeout_s or service.limits.cpu_s, service.limits.cpu_s)
    texts = [_with_header(code, service.settings.header) for code in codes]

    async def judge(text: tuple[str, int]) -> Verdict:
        return await service.snippet(client, text[0], limit)

    verdicts = await service.each(client, texts, judge)
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
