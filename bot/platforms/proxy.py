"""Which proxy the environment names for an address, for every platform alike."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def environment_proxy(url: str) -> str | None:
    """The proxy the environment names for this address, never one for this machine itself."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in _LOOPBACK or proxy_bypass(host):
        return None
    return getproxies().get(parts.scheme)
