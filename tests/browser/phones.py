"""The page as its visitor handles it: phones, the bar above them, and waiting for what is to be seen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

SOON = 30_000.0
"""Milliseconds within which the cast, who are people, has done something."""

_TABS = 150
_STILL = "Promise.allSettled(document.getAnimations().map((one) => one.finished))"
_FOCUS_SHOWS = """() => {
    const style = getComputedStyle(document.activeElement);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
}"""


class Phone:
    """One of the three phones."""

    def __init__(self, page: Page, position: int) -> None:
        self.section = page.locator(f'section.phone[data-phone="{position}"]')

    def put(self, person: int) -> None:
        """Somebody else's phone from now on."""
        self.section.locator("select.person").select_option(str(person))
        expect(self.section).to_have_attribute("data-person", str(person))

    def open(self, chat: int) -> None:
        """One of the person's chats."""
        tab = self.section.locator(f'nav.chats button[data-chat="{chat}"]')
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")

    def says(self, text: str) -> None:
        """Types a message and sends it with Enter."""
        writing = self.section.locator("form.composer textarea")
        writing.fill(text)
        writing.press("Enter")
        expect(writing).to_have_value("")

    def sends(self, picture: Path) -> None:
        """Attaches a picture."""
        self.section.locator('form.composer input[type="file"]').set_input_files(picture)

    def message(self, *words: str, button: str = "") -> Locator:
        """The newest message in the open chat with all these words, and a button with this label."""
        found = self.section.locator(".messages .message")
        for word in words:
            found = found.filter(has_text=word)
        if button:
            found = found.filter(has=self._labelled(button))
        return found.last

    def reads(self, *words: str, button: str = "", within: float = SOON) -> Locator:
        """Waits until this can be read in the open chat."""
        message = self.message(*words, button=button)
        expect(message).to_be_visible(timeout=within)
        return message

    def presses(self, label: str, *words: str, within: float = SOON) -> None:
        """Presses a button, below a message with these words, as soon as it is there."""
        message = self.reads(*words, button=label, within=within)
        message.locator(".buttons button", has_text=label).first.click()

    def picks(self, label: str, *words: str, sends: str) -> None:
        """Picks something in a list on a card with these words, and presses the button below the lists."""
        card = self.reads(*words, button=sends)
        card.locator("select.list").filter(has_text=label).first.select_option(label=label)
        card.locator(".buttons button", has_text=sends).click()

    def toast(self, *words: str) -> None:
        """Waits until the short answer to a press says this."""
        for word in words:
            expect(self.section.locator(".toast")).to_contain_text(word, timeout=SOON)

    def take(self) -> None:
        """From now on the visitor acts for this person, and the demo no longer."""
        button = self.section.locator("button.play")
        if button.get_attribute("data-played") == "true":
            button.click()
        self.played(by_demo=False)

    def leave(self) -> None:
        """From now on the demo acts for this person again."""
        self.section.locator("button.play").click()
        self.played(by_demo=True)

    def played(self, *, by_demo: bool) -> None:
        """Waits until it is settled who acts on this phone."""
        expect(self.section.locator("button.play")).to_have_attribute("data-played", "true" if by_demo else "false")

    def _labelled(self, label: str) -> Locator:
        return self.section.page.locator(".buttons button", has_text=label)


class Phones:
    """The whole page."""

    def __init__(self, page: Page, shots: Path, first: int) -> None:
        self.page = page
        self.guard, self.supervisor, self.resident = (Phone(page, position) for position in range(3))
        self._shots = shots
        self._shot = first

    def opens(self, address: str) -> None:
        """Loads the page and waits until the phones are there."""
        self.page.goto(address)
        self.settled()

    def settled(self, within: float = SOON) -> None:
        """Waits until the stage is set and drawn."""
        expect(self.page.locator("body[data-ready]:not([data-busy])")).to_be_attached(timeout=within)

    def starts(self, course: str) -> None:
        """Starts a course, or free play, and waits until the new stage stands."""
        self.page.locator(f'#courses button[data-course="{course}"]').click()
        self.set_anew()

    def set_anew(self) -> None:
        """Waits until a new stage has been set in place of the old one."""
        expect(self.page.locator("body[data-busy]")).to_be_attached()
        self.settled()

    def tells(self, *words: str, within: float = SOON) -> None:
        """Waits until the line of narration says one of these."""
        expect(self.page.locator("#told")).to_have_text(re.compile("|".join(map(re.escape, words))), timeout=within)

    def forward(self, step: str) -> None:
        """Presses one of the buttons of the clock."""
        self.page.locator(f'#clock button[data-forward="{step}"]').click()

    def at_rest(self) -> None:
        """Waits until nothing moves: what has just changed is lit up for a moment, and a toast stays for some."""
        for toast in self.page.locator(".toast").all():
            expect(toast).to_be_hidden(timeout=SOON)
        self.page.evaluate("document.activeElement.blur()")
        self.page.evaluate(_STILL)

    def shoot(self, what: str) -> None:
        """Leaves a screenshot to look at."""
        self._shots.mkdir(parents=True, exist_ok=True)
        self.page.evaluate(_STILL)
        self.page.screenshot(path=self._shots / f"{self._shot:02}-{what}.png")
        self._shot += 1

    def by_keyboard(self, selector: str, *, key: str = "Enter") -> None:
        """Goes to something with the Tab key alone, sees that the focus shows, and presses a key there."""
        for _ in range(_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                break
        else:
            raise AssertionError(f"no way to {selector} with Tab")
        assert self.page.evaluate(_FOCUS_SHOWS), f"the focus does not show at {selector}"
        if key:
            self.page.keyboard.press(key)

    def nameless(self) -> Sequence[str]:
        """Everything one can press or fill that tells a screen reader nothing of what it is."""
        found: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll("button, select, textarea, input, a[href]")]
                .filter((one) => one.checkVisibility())
                .filter((one) => !(one.innerText || one.getAttribute("aria-label") || one.title
                    || (one.labels && one.labels.length) || one.getAttribute("aria-labelledby")))
                .map((one) => one.outerHTML.slice(0, 120))"""
        )
        return found
