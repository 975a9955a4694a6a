"""Addresses of servers that a person gives."""

from __future__ import annotations

from urllib.parse import urlsplit

from harness.errors import UsageError


def checked_address(text: str, option: str, example: str) -> str:
    """`text`, an http or https address without a password or a query.

    option, example: how the person gives it, for the UsageError, which never repeats the value: it may hold
    a secret.
    """
    try:
        parts = urlsplit(text)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        fine = False
    if not fine:
        raise UsageError(f"{option} is no address: write it like {example}")
    if parts.username or parts.password or parts.query:
        raise UsageError(f"{option} holds a password or a query: a key goes into the environment only")
    return text
