"""A visitor walks the page of the demo in a real browser, and leaves screenshots of what there was to see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import fire
from tests.browser.cast import COMMAND, LI, LUO, RESIDENTS, STAFF, WANG, ZHAO
from tests.browser.demo import Demo

if TYPE_CHECKING:
    from tests.browser.phones import Phones

pytestmark = pytest.mark.browser


def test_the_fire_course_plays_by_itself(opened: Callable[..., Phones]) -> None:
    phones = opened(first=30)
    phones.starts("fire")
    phones.guard.played(by_demo=True)
    phones.tells("安保队长")
    phones.shoot("film-begins")
    phones.resident.reads("【真实】", "3号楼", within=150_000)
    phones.shoot("film-notice")
    phones.resident.presses("我安全", "【真实】")
    phones.resident.played(by_demo=False)
    phones.resident.reads("几零几")
    phones.shoot("film-taken-over")


def test_the_lift_course_by_hand(opened: Callable[..., Phones], demo: Demo) -> None:
    assert demo.took < 5, "seconds until the address is printed"
    phones = opened(first=10)
    phones.starts("free")
    guard = phones.guard
    guard.open(STAFF)
    phones.shoot("free-play")
    guard.says("3号楼2单元电梯困人，里面有个孕妇")
    guard.presses("上报", "电梯困人")
    guard.toast("已上报 #1")
    phones.shoot("lift-reported")
    guard.presses("结案", "#1 电梯困人")
    guard.toast("只有")
    phones.shoot("lift-refused")
    phones.resident.put(LI)
    phones.resident.open(LI)
    phones.forward("600")
    phones.resident.reads("还没收到你的回答")
    guard.reads("到场超时")
    phones.shoot("lift-chased")
    guard.open(WANG)
    guard.presses("2", "里面几个人")
    guard.presses("没有", "有人不舒服吗")
    guard.presses("已到场", "王强")
    guard.toast("到场了")
    phones.shoot("lift-arrived")
    manager = phones.resident
    manager.put(LUO)
    manager.open(COMMAND)
    manager.presses("接管", "#1 电梯困人")
    manager.played(by_demo=False)
    manager.toast("现在你是指挥")
    manager.presses("已控制", "#1 电梯困人")
    manager.toast("已控制")
    manager.presses("结案", "#1 电梯困人")
    manager.toast("已结案")
    guard.open(STAFF)
    guard.reads("#1", "已结案")
    phones.shoot("lift-closed")


def test_the_fire_course_by_hand_to_its_all_clear(opened: Callable[..., Phones]) -> None:
    phones = opened(first=20)
    phones.starts("free")
    for part in (fire.reported, fire.approved, fire.answered, fire.counted, fire.cleared):
        part(phones, "zh", lambda moment: phones.shoot(f"fire-{moment}"))


def test_the_typhoon_course_is_taken_over_in_the_middle(opened: Callable[..., Phones], tmp_path: Path) -> None:
    phones = opened(first=40)
    phones.starts("typhoon")
    phones.guard.open(STAFF)
    phones.guard.reads("台风", within=60_000)
    phones.shoot("typhoon-plays")
    guard = phones.guard
    guard.take()
    guard.says("A区围挡加固好了")
    guard.reads("A区围挡加固好了")
    picture = tmp_path / "fence.png"
    phones.page.screenshot(path=picture, clip={"x": 0, "y": 90, "width": 420, "height": 320})
    guard.sends(picture)
    guard.section.locator(".message img").last.wait_for()
    phones.resident.put(ZHAO)
    phones.resident.open(STAFF)
    phones.resident.reads("A区围挡加固好了")
    phones.shoot("typhoon-taken-over")
    phones.page.reload()
    phones.settled()
    guard.open(STAFF)
    guard.reads("A区围挡加固好了")
    guard.played(by_demo=False)
    phones.shoot("typhoon-after-reload")


def test_a_fire_is_reported_by_keyboard_alone_in_english_and_in_the_dark(opened: Callable[..., Phones]) -> None:
    phones = opened(first=50, color_scheme="dark")
    page = phones.page
    phones.by_keyboard("#language")
    phones.set_anew()
    page.locator('html[lang="en"]').wait_for()
    phones.by_keyboard('#courses button[data-course="free"]')
    phones.set_anew()
    guard = page.locator('section.phone[data-phone="0"]')
    phones.by_keyboard('section.phone[data-phone="0"] form.composer textarea', key="")
    page.keyboard.type("Tower 3 unit 2: people trapped in the lift")
    page.keyboard.press("Enter")
    phones.guard.reads("Lift entrapment", button="Report")
    phones.by_keyboard('section.phone[data-phone="0"] .message:last-child .buttons button', key="")
    phones.shoot("keyboard-focus")
    page.keyboard.press("Enter")
    phones.guard.reads("#1 Lift entrapment")
    phones.shoot("keyboard-reported-dark-english")
    assert phones.nameless() == []
    assert guard.get_attribute("data-person") == str(WANG)


def test_the_other_light_is_kept_over_a_reload(opened: Callable[..., Phones]) -> None:
    phones = opened(first=60, color_scheme="light")
    page = phones.page
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    while page.locator("html").get_attribute("data-theme") != "dark":
        page.locator("#theme").click()
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert after != before
    page.reload()
    phones.settled()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    phones.resident.open(RESIDENTS)
    phones.shoot("dark")
