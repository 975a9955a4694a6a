"""prover-eval serve: the checker as an HTTP service."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.checker.spec import CheckerSpec
from harness.cli._options import F, check_options, include_path_option, option, setting_option, together
from harness.errors import UsageError
from harness.keys import keys_in, keys_in_file, refuse_empty
from harness.lean.needs import EMBEDDED_HEADER
from harness.lint import open_bench
from harness.printable import say
from harness.serve import SERVICE_SETTINGS, ServiceSettings

if TYPE_CHECKING:
    from harness.bench import Bench
    from harness.serve import Benches

KEYS = "PROVER_EVAL_API_KEYS"
_KEY_OPTION = "--api-key-file"
_OWN_HOSTS = ("127.0.0.1", "::1", "localhost")
# As many checks again may be under way, so that a small one needn't wait for long ones.
_SPARE = 1.0


def _service_options(function: F) -> F:
    """What the service allows; the command gets it as one argument `allowed`."""

    @wraps(function)
    def collect(**given: Any) -> Any:
        values = {setting.name: given.pop(setting.name) for setting in SERVICE_SETTINGS}
        return function(**given, allowed=ServiceSettings.from_settings(values))

    decorate: Callable[[Callable[..., Any]], Any] = together(*map(setting_option, SERVICE_SETTINGS))
    return decorate(collect)  # type: ignore[no-any-return]


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
@option(
    _KEY_OPTION,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=f"File with one bearer key on a line; else the variable {KEYS}, separated by commas.",
)
@option("--no-key", is_flag=True, help="Ask for no key at an address that others can reach.")
@_service_options
def command(
    host: str,
    port: int,
    bench: str,
    client_benches: tuple[str, ...],
    include_path: tuple[Path, ...],
    checking: CheckerSpec,
    max_checkers: int | None,
    api_key_file: Path | None,
    no_key: bool,
    allowed: ServiceSettings,
) -> int:
    """Serve POST /verify, /one_pass_verify_batch, /api/check as Kimina's server does, and our own /v1/check.

    SIGTERM and Ctrl-C end it after the checks that are under way.
    """
    try:
        from harness.serve import Metrics, Service, make_app, server
    except ImportError as error:
        raise UsageError(f"{error.name} is missing; run: pip install 'prover-eval[serve]'") from None

    keys = _keys(api_key_file)
    if not keys and not no_key and host not in _OWN_HOSTS:
        raise UsageError(
            f"others may reach {host} and no key is asked for: set {KEYS}, give {_KEY_OPTION}, or --no-key"
        )

    async def serve() -> list[int]:
        opening = open_bench(bench, include_path, checking, jobs=max_checkers, spare=_SPARE)
        async with opening as (found, opened):
            benches = _benches(bench, found, client_benches, include_path)
            settings = replace(
                allowed,
                keys=keys,
                checkers=opened.jobs,
                extra=opened.spare,
                header=EMBEDDED_HEADER if found.lean == "embedded" else "",
            )
            service = Service(opened.local, opened.cached, settings, Metrics(), opened.prefilter)
            listening = _listen(host, port)
            at = f"http://{host}:{listening.getsockname()[1]}"
            say(f"serving Lean ({found.lean}) on {at}, {settings.checkers} checkers; Ctrl-C ends it")
            running = server(make_app(service, benches), settings)
            await running.serve(sockets=[listening])
            return running.signals

    for number in asyncio.run(serve()):
        # Whoever started this process sees which signal ended it.
        signal.raise_signal(number)
    return 0


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
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
