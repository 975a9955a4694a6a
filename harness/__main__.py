"""`python -m harness` is `prover-eval`."""

from harness.cli import main

if __name__ == "__main__":
    main()
