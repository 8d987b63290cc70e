"""What the window does by itself, whatever is played in it: narrow screens, the keyboard in a long chat, the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest

from bot.sandbox.process import begin, end

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TOKEN = "7:window"
LONG = "The station lifts the signal, and the supervisor pastes its words as they are. " * 2
STAGE: dict[str, Any] = {
    "language": "en",
    "zone": "Asia/Shanghai",
    "busy": False,
    "phones": [1001, 1006, 2001],
    "people": {str(person): {"part": "Property supervisor", "played": False} for person in (1001, 1006, 2001)},
    "courses": [
        {"id": course, "name": name} for course, name in (("lift", "Lift"), ("fire", "Fire"), ("typhoon", "Typhoon"))
    ],
    "course": "",
    "told": LONG,
}
ACROSS = "(one) => { const at = one.getBoundingClientRect(); return at.left >= 0 && at.right <= innerWidth }"
STOPS = '(log) => [...log.querySelectorAll("button:enabled")].filter((one) => one.tabIndex >= 0).length'


class Played:
    """A sandbox with a stage on it, and the window that shows it."""

    def __init__(self, url: str, page: Page) -> None:
        self.url, self.page = url, page

    def ask(self, path: str, wish: dict[str, Any]) -> None:
        """One request of whoever plays."""
        body = json.dumps(wish).encode()
        with urlopen(Request(self.url + path, data=body, headers={"Content-Type": "application/json"})) as answer:
            answer.read()

    def control(self, verb: str, **wish: Any) -> None:
        """One verb."""
        self.ask(f"/control/{TOKEN}/{verb}", wish)

    def writes(self, text: str) -> None:
        """A message of the bot in the group with two buttons."""
        keys = [[{"text": label, "callback_data": label} for label in ("Got it", "Close")]]
        wish = {"chat_id": -1001, "text": text, "reply_markup": {"inline_keyboard": keys}}
        self.ask(f"/bot{TOKEN}/sendMessage", wish)

    def opens(self, width: int, height: int) -> None:
        """Loads the page in a window of this size."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.goto(self.url)
        self.page.locator("body[data-ready]:not([data-busy])").wait_for()


@pytest.fixture
def played(browser: Browser) -> Iterator[Played]:
    """Three people in a group; whatever the page throws fails the test."""
    process, url = begin()
    context = browser.new_context()
    thrown: list[str] = []
    try:
        page = context.new_page()
        page.on("pageerror", lambda error: thrown.append(str(error)))
        played = Played(url, page)
        played.control("world", privacy=False)
        for person, name in ((1001, "Wang Qiang"), (1006, "Chen Yi"), (2001, "Mrs Wu")):
            played.control("person", id=person, first_name=name)
        played.control("group", id=-1001, title="Staff group", members=[1001, 1006, 2001], bot="administrator")
        played.control("stage", **STAGE)
        yield played
    finally:
        context.close()
        end(process)
    assert thrown == []


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 640), (900, 640)])
def test_three_phones_stand_side_by_side_on_a_small_laptop(played: Played, width: int, height: int) -> None:
    played.opens(width, height)
    phones = played.page.locator("section.phone")
    assert [phones.nth(at).evaluate(ACROSS) for at in range(3)] == [True] * 3
    assert [side.is_visible() for side in played.page.locator(".side").all()] == [False, False]
    top = phones.first.bounding_box()
    told = played.page.locator("#told").bounding_box()
    assert top
    assert told
    assert told["y"] + told["height"] + 4 <= top["y"]
    played.control("stage", **STAGE | {"told": "Short."})
    played.page.get_by_text("Short.").wait_for()
    assert phones.first.bounding_box() == top, "the phones stay where they are"


def test_a_narrow_window_says_that_there_is_more_beside(played: Played) -> None:
    played.opens(640, 640)
    phones = played.page.locator("section.phone")
    before, behind = played.page.locator(".side").all()
    assert (before.is_visible(), behind.is_visible()) == (False, True)
    behind.click()
    behind.click()
    behind.wait_for(state="hidden")
    before.wait_for()
    assert phones.last.evaluate(ACROSS)
    assert before.get_attribute("aria-label") == "Phones to the left"


def test_a_long_chat_has_few_tab_stops_and_every_control_is_reached_by_arrows(played: Played) -> None:
    for number in range(8):
        played.writes(f"card {number}")
    played.opens(1280, 720)
    played.writes("card 8")
    log = played.page.locator('section.phone[data-phone="0"] .messages')
    log.get_by_text("card 8").wait_for()
    assert log.locator("button:enabled").count() == 9 * 3
    assert log.evaluate(STOPS) == 4 * 3
    log.locator("button:enabled").last.focus()
    for _ in range(9 * 3 - 1):
        played.page.keyboard.press("ArrowUp")
    assert log.locator("button:enabled").first.evaluate("(one) => one === document.activeElement")
    played.page.keyboard.press("ArrowDown")
    assert log.locator("button:enabled").nth(1).evaluate("(one) => one === document.activeElement")


def test_when_the_demo_has_ended_nothing_can_be_pressed_in_vain(played: Played) -> None:
    played.opens(1280, 720)
    played.control("forget")
    played.page.get_by_text("The demo has ended").wait_for()
    for button in ("#language", '#courses button[data-course="fire"]', '#clock button[data-forward="60"]'):
        assert played.page.locator(button).is_disabled(), button
    assert played.page.locator("#theme").is_enabled()


def test_the_light_is_the_systems_until_the_visitor_turns_it(played: Played) -> None:
    played.page.emulate_media(color_scheme="dark")
    played.opens(1280, 720)
    html = played.page.locator("html")
    assert html.get_attribute("data-theme") == "dark"
    played.page.emulate_media(color_scheme="light")
    played.page.locator('html[data-theme="light"]').wait_for()
    played.page.locator("#theme").click()
    played.page.reload()
    assert html.get_attribute("data-theme") == "dark"


def test_the_control_page_works_under_its_own_rules(played: Played) -> None:
    played.page.goto(f"{played.url}/control/{TOKEN}/")
    played.page.locator("#state", has_text='"faults": []').wait_for()
    played.page.get_by_role("button", name="409").click()
    played.page.locator("#state", has_text='"name": "409"').wait_for()
