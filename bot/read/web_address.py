"""A web address as people write it into a settings file."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.read.table import Table


def web_address(table: Table, key: str, default: str) -> str:
    """The address without a slash at its end; anything but http and https with a host is a fault."""
    url = table.text(key, default).rstrip("/")
    if not url:
        return url
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good or any(letter.isspace() for letter in url):
        table.fault(key, f"{key} is not a web address", f'write it like "{default or "https://duty.example.com"}"')
    return url
