"""Runs: plan, store, runner, summary."""
