"""Where the import block of a text ends, as Lean reads it."""

from __future__ import annotations

import pytest

from harness.lean.source.header import imported, leading_header, only_blanks


@pytest.mark.parametrize(
    ("text", "header", "modules"),
    [
        ("import A\nimport B.C\ntheorem t", "import A\nimport B.C", ("Init", "A", "B.C")),
        ("prelude\nimport «A b»\n", "prelude\nimport «A b»", ("«A b»",)),
        ("-- import X\n/- import Y -/ import A\n", "-- import X\n/- import Y -/ import A", ("Init", "A")),
        ("/- /- a -/ import X -/ import A\n", "/- /- a -/ import X -/ import A", ("Init", "A")),
        # The character behind an opener is passed over, whatever it is.
        ("/-/ import X -/ import A", "/-/ import X -/ import A", ("Init", "A")),
        ("/-/- -/ import A", "/-/- -/ import A", ("Init", "A")),
        ("import A\n/-/- -/ axiom a : False -- -/ import X", "import A", ("Init", "A")),
        # Documentation is no white space, so no import follows it.
        ("/-! a -/ import A", "", ("Init",)),
        ("import A\n/-- a -/ import X", "import A", ("Init", "A")),
        ("import A\n/- a", "import A", ("Init", "A")),
        ("\u00a0import A", "", ("Init",)),
        ("theorem t", "", ("Init",)),
    ],
)
def test_leading_header(text: str, header: str, modules: tuple[str, ...]) -> None:
    assert leading_header(text) == header
    assert imported(header) == modules


@pytest.mark.parametrize(
    ("rest", "blank"), [(" -- a\n/- b -/\n", True), ("/-/- -/ x -- -/", False), ("/-- a -/", False)]
)
def test_only_blanks(rest: str, blank: bool) -> None:
    assert only_blanks("import A" + rest, len("import A")) is blank
