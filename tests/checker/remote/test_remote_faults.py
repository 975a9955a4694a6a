"""A real service behind a proxy that breaks: what passes is tried again, nothing becomes a wrong proof."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import pytest
from asking import CASES, PROBLEM, Case, all_of, limits, verdicts, word
from breaking_proxy import Break, Plan, breaking

from harness.checker.remote import Api, ServerOptions, Wanted, connect
from harness.checker.remote._transport import BACKOFF
from harness.errors import CheckServerError, UsageError
from harness.http_retry import Backoff

APIS: tuple[Api, ...] = ("prover-eval", "kimina")
JUDGING = {"prover-eval": "/v1/check", "kimina": "/api/check"}
CHOSEN = [CASES[name] for name in ("a proof", "a wrong proof", "a hole", "a file", "two errors")]
WANTED = Wanted(None, {}, limits.cpu_s)


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries after moments."""
    quick = Backoff(0.01, 0.05)
    assert BACKOFF.first_s > quick.first_s
    for module in ("_transport", "_batches"):
        monkeypatch.setattr(f"harness.checker.remote.{module}.BACKOFF", quick)


def first_of(api: Api, broken: Break) -> Plan:
    """Break the first request that judges."""
    seen: list[int] = []

    def plan(number: int, path: str, body: dict[str, Any]) -> Break | None:
        items = body.get("items", body.get("snippets", []))
        if path != JUDGING[api] or not items or (api == "kimina" and not _candidates(items)):
            return None
        seen.append(number)
        return broken if len(seen) == 1 else None

    return plan


def always(api: Api, broken: Break) -> Plan:
    """Break every request that judges candidates."""

    def plan(number: int, path: str, body: dict[str, Any]) -> Break | None:
        items = body.get("items", body.get("snippets", []))
        judges = path == JUDGING[api] and items and (api == "prover-eval" or _candidates(items))
        return broken if judges else None

    return plan


def _candidates(snippets: list[dict[str, str]]) -> bool:
    """Whether a request of Kimina's format has candidates, and no text of the client's own."""
    own = ("prover_eval_", "versionString", "by\n  sorry\n\n")
    # Behind each candidate stands a mark.
    codes = [snippet["code"].replace('#print "prover_eval_', "") for snippet in snippets]
    return not any(word in code for code in codes for word in own)


def last_away(answer: dict[str, Any]) -> None:
    answer["results"].pop()


def turned(answer: dict[str, Any]) -> None:
    answer["results"].reverse()


def twice(answer: dict[str, Any]) -> None:
    answer["results"].append(answer["results"][0])


def unnamed(answer: dict[str, Any]) -> None:
    for row in answer["results"]:
        row.pop("id")


def misshapen(answer: dict[str, Any]) -> None:
    for row in answer["results"]:
        for key in set(row) - {"id"}:
            row[key] = 3


PASSING = {
    "dropped": Break(kind="drop"),
    "cut": Break(kind="cut"),
    "no JSON": Break(kind="text"),
    "429": Break(429, headers={"retry-after": "0"}),
    "500": Break(500),
    "503": Break(503),
    "short": Break(change=last_away),
    "reordered": Break(change=turned),
    "doubled": Break(change=twice),
    "unnamed": Break(change=unnamed),
    "misshapen": Break(change=misshapen),
    "no results": Break(change=dict.clear),
}


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_changes_no_verdict(service: str, api: Api, fault: str) -> None:
    with breaking(service, first_of(api, PASSING[fault])) as proxy:
        found = verdicts(proxy.url, CHOSEN, api)
    wanted = [case.whole if api == "prover-eval" else case.by_messages for case in CHOSEN]
    assert list(map(word, found)) == wanted


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("fault", ["dropped", "no JSON", "503", "unnamed", "misshapen"])
def test_what_stays_is_no_verdict(service: str, api: Api, fault: str) -> None:
    with breaking(service, always(api, PASSING[fault])) as proxy:
        found = verdicts(proxy.url, [CASES["a proof"], CASES["no code"]], api)
        tried = len([path for path, _ in proxy.asked if path == JUDGING[api]])
    assert list(map(word, found)) == ["infrastructure/worker", "rejected/no_code"]
    assert tried >= 5
    assert proxy.url not in found[0].detail


@pytest.mark.parametrize("api", APIS)
def test_one_item_that_is_refused_does_not_fail_the_others(service: str, api: Api) -> None:
    bad = Case("  -- the bad one\n  omega", "", "")

    def plan(number: int, path: str, body: dict[str, Any]) -> Break | None:
        return Break(413) if "the bad one" in str(body) else None

    with breaking(service, plan) as proxy:
        found = verdicts(proxy.url, [*CHOSEN, bad], api)
    wanted = [case.whole if api == "prover-eval" else case.by_messages for case in CHOSEN]
    assert list(map(word, found)) == [*wanted, "infrastructure/worker"]
    assert "HTTP 413" in found[-1].detail


def test_another_server_behind_the_same_address_is_no_verdict(service: str) -> None:
    def other(answer: dict[str, Any]) -> None:
        answer["server"]["code"] = "0" * 64

    def looser(answer: dict[str, Any]) -> None:
        for row in answer["results"]:
            row["record"]["policy"] = "open"

    for change in (other, looser):
        with breaking(service, always("prover-eval", Break(change=change))) as proxy:
            (found,) = verdicts(proxy.url, [CASES["a proof"]])
        assert word(found) == "infrastructure/worker"
        assert "start it as it was" in found.detail


def test_a_candidate_that_the_policy_refuses_is_not_sent(service: str) -> None:
    for api in APIS:
        with breaking(service, lambda number, path, body: None) as proxy:
            (found,) = verdicts(proxy.url, [CASES["an axiom"]], api)
            assert word(found) == "rejected/policy"
            assert not any("axiom a" in str(body) for _, body in proxy.asked)


@pytest.mark.parametrize("api", APIS)
def test_requests_are_few_and_few_at_once(service: str, api: Api) -> None:
    cases = [Case(f"  omega\n  -- {number}", "", "") for number in range(40)]
    with breaking(service, lambda number, path, body: None) as proxy:
        found = verdicts(proxy.url, cases, api)
        judged = [body for path, body in proxy.asked if path == JUDGING[api]]
        sizes = [len(body["items"] if "items" in body else body["snippets"]) for body in judged]
    assert all(verdict.proved for verdict in found)
    assert max(sizes) > 1
    # Two checkers there and one request more; or as many as Kimina's own client has.
    assert proxy.at_once <= (3 if api == "prover-eval" else 5)


@pytest.mark.parametrize("api", APIS)
def test_who_gives_up_leaves_no_request_behind(service: str, api: Api) -> None:
    async def asked(url: str) -> None:
        checker, _ = await connect(ServerOptions(url, api), WANTED)
        task = asyncio.create_task(checker.check(PROBLEM, "  omega"))
        assert await asyncio.to_thread(proxy.hanging.acquire, timeout=60)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(proxy.left.wait, 10)
        await checker.close()

    with breaking(service, always(api, Break(kind="hang"))) as proxy:
        asyncio.run(asked(proxy.url))


def test_closing_ends_who_waits(service: str) -> None:
    async def asked(url: str) -> None:
        checker, _ = await connect(ServerOptions(url), WANTED)
        waiting = [asyncio.create_task(all_of(checker, [CASES["a proof"]])) for _ in range(9)]
        for _ in range(3):
            assert await asyncio.to_thread(proxy.hanging.acquire, timeout=60)
        await checker.close()
        done = await asyncio.gather(*waiting, return_exceptions=True)
        assert all(isinstance(each, asyncio.CancelledError) for each in done)

    with breaking(service, always("prover-eval", Break(kind="hang"))) as proxy:
        asyncio.run(asked(proxy.url))


@pytest.mark.parametrize("api", ["auto", "prover-eval", "kimina"])
def test_a_server_that_is_no_checker_is_refused(service: str, api: Api) -> None:
    async def asked() -> None:
        await connect(ServerOptions(service + "/elsewhere", api), WANTED)

    with pytest.raises(CheckServerError, match="--checker-url"):
        asyncio.run(asked())


def test_a_server_that_accepts_everything_is_refused(service: str) -> None:
    def accept(answer: dict[str, Any]) -> None:
        for row in answer["results"]:
            row["response"] = {"env": 0}

    async def asked(url: str) -> None:
        checker, _ = await connect(ServerOptions(url, "kimina"), WANTED)
        try:
            await checker.check_headers([PROBLEM.header])
        finally:
            await checker.close()

    with (
        breaking(service, lambda number, path, body: Break(change=accept)) as proxy,
        pytest.raises(CheckServerError, match="doesn't judge"),
    ):
        asyncio.run(asked(proxy.url))


def test_verify_is_asked_where_there_is_no_api_check(service: str) -> None:
    def plan(number: int, path: str, body: dict[str, Any]) -> Break | None:
        return Break(404) if path == "/api/check" else None

    with breaking(service, plan) as proxy:
        found = verdicts(proxy.url, CHOSEN, "kimina")
        assert {path for path, _ in proxy.asked[1:]} == {"/verify"}
    assert list(map(word, found)) == [case.by_messages for case in CHOSEN]


@pytest.mark.parametrize("given", [{"cpu_s": 5.0}, {"memory": 1 << 30}])
def test_other_limits_than_the_servers_are_refused(service: str, given: dict[str, Any]) -> None:
    async def asked(wanted: Wanted) -> None:
        checker, _ = await connect(ServerOptions(service), wanted)
        await checker.close()

    asyncio.run(asked(Wanted("strict", {"cpu_s": 2.0, "heartbeats": 2_000}, 2.0)))
    with pytest.raises(UsageError, match=f"{next(iter(given))}: .* there"):
        asyncio.run(asked(Wanted(None, given, 5.0)))
    with pytest.raises(UsageError, match="policy: strict there, open here"):
        asyncio.run(asked(Wanted("open", {}, 2.0)))


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(UsageError, match=r"prover-eval\[kimina\]"):
        asyncio.run(connect(ServerOptions("http://127.0.0.1:9"), WANTED))
