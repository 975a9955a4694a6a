"""Characters that show nothing, or that change how others are shown, as text that can be seen."""

from __future__ import annotations

import re

# Controls, format characters (bidi overrides, zero width, tags), line separators, surrogates, private use
# and characters that are none. The page's script has the same list for what it shows itself.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U000e0000-\U000e0fff]"
)


def visible(text: object) -> str:
    """`str(text)` with each hidden character as <U+XXXX>; still to be escaped for HTML."""
    return _HIDDEN.sub(lambda match: f"<U+{ord(match[0]):04X}>", str(text))
