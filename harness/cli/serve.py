"""prover-eval serve: the checker as an HTTP service."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli._bench import chosen_bench
from harness.cli._options import CheckOptions, check_options, include_path_option, option
from harness.cli._setup import admitted, known_verdicts, make_checker, say
from harness.errors import UsageError
from harness.keys import keys_in, keys_in_file, refuse_empty

if TYPE_CHECKING:
    from harness.bench import Bench
    from harness.serve import Benches

KEYS = "PROVER_EVAL_API_KEYS"
EMBEDDED_HEADER = "prelude\nimport Embedded.Base\nimport Embedded.Arith\n\n"
_KEY_OPTION = "--api-key-file"
_MIB = 1 << 20


@click.command("serve")
@option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free one.")
@option("--bench", default="nng", show_default=True, help="The bench whose Lean is served.")
@option(
    "--client-bench",
    "client_benches",
    multiple=True,
    help="A further bench that clients of /v1/check may name; may be repeated.  [default: the shipped ones "
    "and those of --include-path]",
)
@include_path_option()
@check_options
@option("--max-checkers", type=click.IntRange(min=1), help="Checks at once.  [default: number of cores]")
@option("--max-request", type=click.IntRange(min=1), default=64, show_default=True, help="MiB of a request.")
@option("--max-items", type=click.IntRange(min=1), default=10_000, show_default=True, help="In one request.")
@option(
    _KEY_OPTION,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=f"File with one bearer key on a line; else the variable {KEYS}, separated by commas.",
)
def command(
    host: str,
    port: int,
    bench: str,
    client_benches: tuple[str, ...],
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

        from harness.serve import Metrics
    except ImportError as error:
        raise UsageError(f"{error.name} is missing; run: pip install 'prover-eval[serve]'") from None
    import asyncio

    from harness.checker.cache import CachedChecker
    from harness.serve import Service, ServiceSettings, make_app

    keys = _keys(api_key_file)
    found = asyncio.run(chosen_bench(bench, include_path, checking, max_checkers=max_checkers))
    benches = _benches(bench, found, client_benches, include_path)
    settings = ServiceSettings(
        keys=keys,
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
            uvicorn.Config(make_app(service, benches), host=host, port=port, log_level="warning")
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


def _benches(name: str, bench: Bench, more: tuple[str, ...], include_path: tuple[Path, ...]) -> Benches:
    """What clients may name: the bench that is served, and those given, else those that came with us."""
    from harness.bench import find_bench, list_benches
    from harness.serve import Benches

    infos = () if more else list_benches(include_path)
    others = more or [info.name for info in infos if info.origin != "plugin" and info.error is None]
    return Benches(name, bench, others, lambda other: find_bench(other, include_path), say)


def _keys(path: Path | None) -> tuple[str, ...]:
    if path is not None:
        return keys_in_file(path, _KEY_OPTION)
    refuse_empty("PROVER_EVAL_API_KEY_FILE")
    return keys_in(KEYS)
