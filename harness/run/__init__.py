"""Runs: plan.RunPlan, store.RunStore, runner.run, progress.make_progress, summary.RunSummary.

Nothing is imported here: what only needs the summary's types shouldn't load asyncio and SQLite.
"""
