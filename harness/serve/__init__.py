"""`prover-eval serve`: the checker as an HTTP service, in Kimina's wire format and in our own."""

from __future__ import annotations

from harness import lazily

# The settings are wanted by the command line, where the packages of the service may not be installed.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from harness.serve._app import make_app
    from harness.serve._benches import Benches
    from harness.serve._connections import server
    from harness.serve._metrics import Metrics
    from harness.serve._service import Service
    from harness.serve._settings import SERVICE_SETTINGS, ServiceSettings

__all__ = ["SERVICE_SETTINGS", "Benches", "Metrics", "Service", "ServiceSettings", "make_app", "server"]

__getattr__ = lazily.names(
    __name__,
    {
        "Benches": "harness.serve._benches",
        "Metrics": "harness.serve._metrics",
        "SERVICE_SETTINGS": "harness.serve._settings",
        "Service": "harness.serve._service",
        "ServiceSettings": "harness.serve._settings",
        "make_app": "harness.serve._app",
        "server": "harness.serve._connections",
    },
)
