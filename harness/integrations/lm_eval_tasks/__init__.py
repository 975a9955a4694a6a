"""Task files of lm-evaluation-harness; their functions are in `prover.py`."""
