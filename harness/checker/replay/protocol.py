"""What the client and the server's program agree on."""

from __future__ import annotations

CODE_MEMORY, CODE_STACK, CODE_TROUBLE = 12, 11, 97
"""Exit codes of a child: memory or stack ran out; it couldn't be confined."""
PACKET = 1 << 16
"""Bytes of one message at most."""
FACTS_LIMIT = 4 << 20
"""Bytes of a module's facts as JSON: far more names than a proof has, little enough to read at once."""
