"""The command line `prover-eval`."""

from __future__ import annotations

import os
import sys
import warnings

import click

from harness import __version__
from harness.cli._group import CONTEXT, LazyGroup
from harness.errors import DamageWarning, ProverEvalError
from harness.printable import lines

INTERRUPTED = 130


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
    """Run the command line and exit: 0 done, 1 a no, 2 usage, 3 our side broke, 130 interrupted."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("default", DamageWarning)
            warnings.showwarning = _show
            code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        code = INTERRUPTED
    except ProverEvalError as error:
        click.echo(f"prover-eval: error: {lines(str(error))}", err=True)
        code = error.exit_code
    except BrokenPipeError:
        # The reader of a pipe went away; what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
