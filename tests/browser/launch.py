"""The browser that is on this machine, driven without a window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

FOUND = shutil.which("chromium") or shutil.which("google-chrome")
_FLAGS = (
    "--no-sandbox",  # root, as in containers, may not have one; it opens nothing but the demo's own page
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser for the length of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=FOUND, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()
