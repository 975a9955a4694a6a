"""Figures for Prometheus, in a registry of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.checker.pool import PoolStats
    from harness.checker.verdict import Verdict
    from harness.serve._turns import ClientTurns


class Metrics:
    """Counters and gauges of one service; `text()` is what `/metrics` answers."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self._registry = CollectorRegistry()
        name = "prover_eval"
        self._waiting = Gauge(f"{name}_waiting", "Items that wait for a checker.", registry=self._registry)
        self._running = Gauge(f"{name}_running", "Items being checked.", registry=self._registry)
        self.hung_up = Counter(
            f"{name}_hung_up", "Requests whose client went away before the answer.", registry=self._registry
        )
        self._refused = Counter(
            f"{name}_refused", "Requests refused, by status.", labelnames=("status",), registry=self._registry
        )
        self._items = Counter(
            f"{name}_items", "Items judged.", labelnames=("status", "reason"), registry=self._registry
        )
        self._cpu = Counter(f"{name}_lean_cpu_seconds", "CPU time in Lean.", registry=self._registry)
        self._seconds = Histogram(
            f"{name}_check_seconds",
            "Seconds on the clock for one item, waiting not counted.",
            buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000),
            registry=self._registry,
        )

        self._kept = Gauge(
            f"{name}_servers",
            "Processes that are kept between texts.",
            labelnames=("part", "state"),
            registry=self._registry,
        )
        self._started = Gauge(
            f"{name}_servers_started",
            "Such processes since the beginning.",
            labelnames=("part",),
            registry=self._registry,
        )

    def count(self, verdict: Verdict, wall_s: float) -> None:
        """Take in one item's end."""
        self._items.labels(verdict.status.value, verdict.reason.value if verdict.reason else "").inc()
        self._cpu.inc(verdict.cpu_s)
        self._seconds.observe(wall_s)

    def refused(self, status: int) -> None:
        """Take in a request that was refused."""
        self._refused.labels(str(status)).inc()

    def text(self, pools: Mapping[str, PoolStats], turns: ClientTurns) -> bytes:
        """All figures in Prometheus's text format.

        pools: servers that are kept now, by who keeps them. turns: the items that wait and those under way.
        """
        from prometheus_client import generate_latest

        self._waiting.set(turns.waiting)
        self._running.set(turns.running)
        for part, stats in pools.items():
            self._kept.labels(part, "idle").set(stats.idle)
            self._kept.labels(part, "used").set(len(stats.servers) - stats.idle)
            self._started.labels(part).set(stats.started)
        return generate_latest(self._registry)
