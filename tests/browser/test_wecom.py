"""A visitor puts somebody with WeCom on a phone, beside the Telegram phones: it is one incident on all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.cast import HE, STAFF, ZHU

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.phones import Phone, Phones

pytestmark = pytest.mark.browser


def header_of(phone: Phone) -> Locator:
    """Whose phone it is, and on what."""
    return phone.section.locator("header")


def test_what_is_reported_on_telegram_is_answered_on_wecom_and_the_other_way_round(
    opened: Callable[..., Phones], tmp_path: Path
) -> None:
    phones = opened(first=70)
    phones.starts("free")
    guard, gate = phones.guard, phones.supervisor
    gate.put(HE)
    assert gate.section.get_attribute("data-platform") == "wecom"
    assert "企业微信" in header_of(gate).inner_text()
    gate.take()
    guard.open(STAFF)
    guard.says("3号楼2单元电梯困人，里面有个孕妇")
    guard.presses("上报", "电梯困人")
    gate.presses("收到", "#1 电梯困人", "孕妇")
    guard.reads("#1", "何军 收到")
    gate.picks("结案", "#1 电梯困人", "接管", sends="提交")
    gate.reads("只有")
    phones.shoot("wecom-answered")
    gate.says("2号楼1单元电梯困人，听得到说话")
    gate.presses("上报", "2号楼1单元")
    gate.reads("#2", "指挥")
    guard.reads("#2", "2号楼1单元")
    picture = tmp_path / "lobby.png"
    phones.page.screenshot(path=picture, clip={"x": 0, "y": 90, "width": 420, "height": 320})
    gate.sends(picture)
    gate.section.locator(".message.mine img").wait_for()
    phones.shoot("wecom-reported")
    phones.resident.put(ZHU)
    phones.page.reload()
    phones.settled()
    assert gate.section.get_attribute("data-platform") == "wecom"
    gate.played(by_demo=False)
    gate.reads("#2", "指挥")


def test_a_wecom_phone_in_english_in_the_dark_by_keyboard(opened: Callable[..., Phones]) -> None:
    phones = opened(first=75, color_scheme="dark")
    page = phones.page
    phones.by_keyboard("#language")
    phones.set_anew()
    gate = phones.guard
    gate.put(HE)
    assert "WeCom" in header_of(gate).inner_text()
    gate.take()
    phones.by_keyboard('section.phone[data-phone="0"] form.composer textarea', key="")
    page.keyboard.type("Tower 3 unit 2: people trapped in the lift")
    page.keyboard.press("Enter")
    gate.reads("Lift entrapment", button="Report")
    phones.by_keyboard('section.phone[data-phone="0"] .message:last-child .buttons button', key="")
    page.keyboard.press("Enter")
    gate.reads("#1 Lift entrapment", "commander")
    phones.by_keyboard('section.phone[data-phone="0"] select.list', key="")
    phones.shoot("wecom-dark-english")
    assert phones.nameless() == []
