"""A small transformer, trained from scratch on verified pairs: a command for the train stage."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PROGRAM: Final = Path(__file__).with_name("train_program.py")
"""The program: its --data, --output, --previous and --seed are the placeholders of trainer `command`."""
PROMPT: Final = Path(__file__).with_name("statement.jinja")
"""The template that it is trained and asked with: the statement without header and name."""
