"""The command line `prover-eval`."""

from __future__ import annotations

import sys
import warnings

import click

from harness import __version__
from harness.cli._ending import INTERRUPTED, exit_code
from harness.cli._group import CONTEXT, LazyGroup
from harness.errors import DamageWarning

__all__ = ["INTERRUPTED", "cli", "main"]


@click.group(cls=LazyGroup, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="prover-eval")
def cli() -> None:
    """Evaluate Lean 4 theorem provers.

    \b
    prover-eval --bench nng --model tactics --k 8      sample, check, report pass@k
    prover-eval check --bench nng --problem P FILE     judge one proof
    prover-eval doctor                                 what works on this machine
    """


def _show(message: Warning | str, *_: object, **__: object) -> None:
    click.echo(f"prover-eval: warning: {message}", err=True)


def main() -> None:
    """Run the command line and exit: 0 done, 1 a no, 2 usage, 3 our side broke, 70 a bug of ours, 130
    interrupted, 141 nobody reads standard output."""
    with warnings.catch_warnings():
        warnings.simplefilter("default", DamageWarning)
        warnings.showwarning = _show
        code = exit_code(lambda: cli.main(standalone_mode=False))
    sys.exit(code)
