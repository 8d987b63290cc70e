"""The browser that is on this machine, driven without a window."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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

_ENVIRONMENT = {**os.environ, "FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf"))}


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser for the length of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=FOUND, args=_FLAGS, env=_ENVIRONMENT)
        try:
            yield browser
        finally:
            browser.close()
