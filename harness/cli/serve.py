"""prover-eval serve: the checker as an HTTP service."""

from __future__ import annotations

import os
import socket
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli._bench import chosen_bench
from harness.cli._options import CheckOptions, check_options, include_path_option, option
from harness.cli._setup import admitted, known_verdicts, make_checker, say
from harness.errors import UsageError

if TYPE_CHECKING:
    from harness.bench import Problem

KEYS = "PROVER_EVAL_API_KEYS"
EMBEDDED_HEADER = "prelude\nimport Embedded.Base\nimport Embedded.Arith\n\n"
_MIB = 1 << 20


@click.command("serve")
@option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free one.")
@option("--bench", default="nng", show_default=True, help="The bench whose Lean is served.")
@include_path_option()
@check_options
@option("--max-checkers", type=click.IntRange(min=1), help="Checks at once.  [default: number of cores]")
@option("--max-request", type=click.IntRange(min=1), default=64, show_default=True, help="MiB of a request.")
@option("--max-items", type=click.IntRange(min=1), default=10_000, show_default=True, help="In one request.")
@option(
    "--api-key-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=f"File with one bearer key on a line; else the variable {KEYS}, separated by commas.",
)
def command(
    host: str,
    port: int,
    bench: str,
    include_path: tuple[Path, ...],
    checking: CheckOptions,
    max_checkers: int | None,
    max_request: int,
    max_items: int,
    api_key_file: Path | None,
) -> int:
    """Serve POST /verify, /one_pass_verify_batch, /api/check as Kimina's server does, and our own /v1/check.

    SIGTERM and Ctrl-C end it after the checks that are under way.
    """
    try:
        import fastapi  # noqa: F401
        import uvicorn

        from harness.serve._metrics import Metrics
    except ImportError as error:
        raise UsageError(f"{error.name} is missing; run: pip install 'prover-eval[serve]'") from None
    import asyncio

    from harness.bench import Bench, find_bench
    from harness.checker.cache import CachedChecker
    from harness.serve import Service, ServiceSettings, make_app

    found = asyncio.run(chosen_bench(bench, include_path, checking, max_checkers=max_checkers))
    benches: dict[str, Bench] = {bench: found}

    def find_problem(name: str, problem: str) -> Problem:
        if name not in benches:
            benches[name] = find_bench(name, include_path)
        if benches[name].lean != found.lean:
            raise UsageError(f"bench {name} needs another Lean than this service has ({found.lean})")
        if benches[name].subset is not None and benches[name] is not found:
            raise UsageError(f"which problems {name} has isn't known here: serve it by --bench {name}")
        return benches[name].problem(problem)

    settings = ServiceSettings(
        keys=_keys(api_key_file),
        max_bytes=max_request * _MIB,
        max_items=max_items,
        checkers=admitted(checking, max_checkers).checkers,
        header=EMBEDDED_HEADER if found.lean == "embedded" else "",
    )
    if not settings.keys and host not in ("127.0.0.1", "::1", "localhost"):
        say(f"WARNING: {host} may be reached by others and no key is asked for; set {KEYS}")
    with closing(known_verdicts()) as known:
        checker = make_checker(found, checking)
        service = Service(checker, CachedChecker(checker, known), settings, Metrics())
        server = uvicorn.Server(
            uvicorn.Config(make_app(service, find_problem), host=host, port=port, log_level="warning")
        )
        listening = _listen(host, port)
        at = f"http://{host}:{listening.getsockname()[1]}"
        say(f"serving Lean ({found.lean}) on {at}, {settings.checkers} checkers; Ctrl-C ends it")
        server.run(sockets=[listening])
    return 0


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise UsageError(f"can't listen on {host}, port {port} ({error.strerror}): give another") from None


def _keys(path: Path | None) -> tuple[str, ...]:
    text = path.read_text("utf-8") if path else os.environ.get(KEYS, "").replace(",", "\n")
    return tuple(line.strip() for line in text.splitlines() if line.strip())
