"""`make picture`: takes the pictures of README and docs from the page, while the fire course is played on it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.browser import fire
from tests.browser.cast import WU, ZHOU
from tests.browser.demo import ROOT, running
from tests.browser.launch import FOUND, launched
from tests.browser.phones import Phone, Phones

FOLDER = ROOT / "docs" / "pictures"
WIDTH, LOWEST = 1280, 640
TWICE = 2
"""Pixels of the picture for one of the page, for screens that have as many."""
COLOURS = 256
MARGIN = 90
FILM = 180_000.0
"""Milliseconds within which the film of a course has come to its notice."""
LIMIT = 400 * 1024
"""Bytes of one picture, so that a page with some of them opens at once."""


def main() -> int:
    """All pictures, or one line that says what is missing."""
    if FOUND is None:
        print("picture: no browser here, nothing is taken", file=sys.stderr)
        return 1
    with launched() as browser:
        for language in ("zh", "en"):
            _take_course(browser, language=language)
        _take_phones(browser)
    return 0


def _take_course(browser: Browser, *, language: str) -> None:
    """Three phones of the fire course, as anybody sees it who presses the course and only watches."""
    with _opened(browser, language) as phones:
        phones.starts("fire")
        phones.resident.reads(fire.said(language, "real"), within=FILM)
        _fit(phones, phones.resident)
        phones.at_rest()
        _keep(phones.page.screenshot(), "fire" if language == "zh" else "fire-en")


def _take_phones(browser: Browser) -> None:
    """One phone each, played by hand, at the moment that is its own."""
    with _opened(browser, "zh") as phones:
        phones.starts("fire")  # for its hour: two forty at night; then all by hand
        phones.resident.put(ZHOU)
        for phone in (phones.guard, phones.supervisor, phones.resident):
            phone.take()
        seen = _of_one(phones)
        for part in (fire.reported, fire.drafted):
            part(phones, "zh", seen)
        phones.resident.put(WU)
        phones.resident.take()
        fire.approved(phones, "zh", seen)


@contextmanager
def _opened(browser: Browser, language: str) -> Iterator[Phones]:
    """The page of a demo of its own."""
    with running(language=language) as demo:
        context = browser.new_context(
            viewport={"width": WIDTH, "height": LOWEST}, device_scale_factor=TWICE, color_scheme="light"
        )
        phones = Phones(context.new_page(), ROOT / "build" / "walk", 90)
        phones.opens(demo.address)
        yield phones
        context.close()


def _of_one(phones: Phones) -> fire.Seen:
    """Takes one phone's picture at the moment that is its own."""
    one: dict[str, tuple[str, Phone]] = {
        "draft": ("guard", phones.guard),
        "preview": ("desk", phones.resident),
        "waits": ("supervisor", phones.supervisor),
        "notice": ("resident", phones.resident),
    }

    def seen(moment: str) -> None:
        if moment in one:
            name, phone = one[moment]
            _fit(phones, phone)
            phones.at_rest()
            _keep(phone.section.screenshot(), name)

    return seen


def _fit(phones: Phones, phone: Phone) -> None:
    """Makes the window as high as the newest message with buttons on this phone needs, and a little more."""
    needed: int = phone.section.locator(".message:has(.buttons)").last.evaluate(
        "(one) => one.offsetHeight + innerHeight - one.closest('.messages').clientHeight"
    )
    phones.page.set_viewport_size({"width": WIDTH, "height": max(LOWEST, needed + MARGIN)})


def _keep(shot: bytes, name: str) -> None:
    """Writes it with as few colours as text needs."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path: Path = FOLDER / f"{name}.png"
    picture = (
        Image.open(io.BytesIO(shot))
        .convert("RGB")
        .quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    )
    picture.save(path, optimize=True)
    assert path.stat().st_size <= LIMIT, f"{path.name} has {path.stat().st_size} bytes"
    print(f"{path.relative_to(ROOT)}  {picture.width}x{picture.height}  {path.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    sys.exit(main())
