"""`prover-eval serve`: the checker as an HTTP service, in Kimina's wire format and in our own."""

from harness.serve._app import make_app
from harness.serve._benches import Benches
from harness.serve._connections import server
from harness.serve._metrics import Metrics
from harness.serve._service import Service
from harness.serve._settings import ServiceSettings

__all__ = ["Benches", "Metrics", "Service", "ServiceSettings", "make_app", "server"]
