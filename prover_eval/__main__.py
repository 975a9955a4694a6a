"""The command line: `prover-eval`, and `python -m prover_eval`."""

from __future__ import annotations

from prover_eval._harness import load


def main() -> None:
    """Run the command line and exit with its code."""
    load()
    from harness.cli import main as run

    run()


if __name__ == "__main__":
    main()
