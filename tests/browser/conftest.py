"""A browser for the walk, and what every walk has to leave: no complaint in the console, nothing asked for outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.demo import ROOT, Demo, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.phones import Phones

Opened = Callable[..., "Phones"]
"""Opens the page in a window of its own; `first` is the number of its first screenshot."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this machine."""
    pytest.importorskip("playwright.sync_api", reason="`make browser` installs what drives the browser")
    from tests.browser.launch import FOUND, launched

    if FOUND is None:
        pytest.skip("no browser here: chromium is missing")
    with launched() as browser:
        yield browser


@pytest.fixture
def demo() -> Iterator[Demo]:
    """The demo, as somebody who has just cloned the project starts it."""
    with running() as demo:
        yield demo


@pytest.fixture
def opened(browser: Browser, demo: Demo) -> Iterator[Opened]:
    """Opens the page of the demo."""
    from tests.browser.phones import Phones

    contexts, complaints = [], []

    def heard(message: Any) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    def asked(request: Any) -> None:
        if not request.url.startswith((demo.address, "data:", "blob:")):
            complaints.append(f"asked for {request.url}")

    def open_page(*, first: int, **wanted: Any) -> Phones:
        context = browser.new_context(viewport={"width": 1280, "height": 720}, **wanted)
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", asked)
        phones = Phones(page, SHOTS, first)
        phones.opens(demo.address)
        return phones

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


SHOTS = ROOT / "build" / "walk"
