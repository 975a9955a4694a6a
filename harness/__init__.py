"""prover-eval: evaluate Lean 4 theorem provers with verdicts that the kernel stands behind."""

__version__ = "0.1.0"
