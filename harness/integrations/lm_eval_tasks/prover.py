"""What the task files name with `!function`; lm-evaluation-harness looks for it beside them."""

from __future__ import annotations

import prover_eval  # noqa: F401  it finds our harness, whatever folder the program was started in
from harness.integrations.lm_eval import dataset, judge, pass_at_k

__all__ = ["dataset", "judge", "pass_at_k"]
