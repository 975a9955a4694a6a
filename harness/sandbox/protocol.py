"""What the application and the programs inside a sandbox say to each other (standard library only)."""

from __future__ import annotations

import struct

SOURCE = "Candidate.lean"
MODULE = "Candidate.olean"
"""The text and the module that Lean makes of it, in the scratch folder."""
BESIDE = MODULE + ".deps"
"""What a snapshot rests on, which Lean writes beside it."""
LENGTHS = struct.Struct("<II")
"""Before each message of a session: the bytes of a line of JSON, and of what follows it."""
END = b"\n\n"
"""What an answer of a program that stays ends with."""
