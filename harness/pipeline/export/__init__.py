"""A loop's verified pairs as data sets that trainers read, without anything of an evaluation bench."""

from harness.pipeline.export.contamination import (
    Contaminated,
    KnownBenches,
    benches_here,
    known_benches,
)
from harness.pipeline.export.layouts import LAYOUTS, Layout
from harness.pipeline.export.preferences import Preference, preferences
from harness.pipeline.export.write import CARD, write_card, write_table

__all__ = [
    "CARD",
    "LAYOUTS",
    "Contaminated",
    "KnownBenches",
    "Layout",
    "Preference",
    "benches_here",
    "known_benches",
    "preferences",
    "write_card",
    "write_table",
]
