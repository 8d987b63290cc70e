"""Telegram's ceilings, as windows over a clock of the test and as refusals over HTTP."""

from __future__ import annotations

from bot.sandbox.limits import Limits
from tests.sandbox.stage import Stage


class Clock:
    """Time that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_private_chat_three_at_once_then_one_a_second() -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    assert [limits.spend(5, private=True) for _ in range(4)] == [0, 0, 0, 3]
    clock.now = 2.9
    assert limits.spend(5, private=True) == 1
    clock.now = 3.0
    assert limits.spend(5, private=True) == 0
    assert limits.refused == {"overall": 0, "private": 2, "group": 0}


def test_group_twenty_a_minute() -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    for second in range(20):
        clock.now = second
        assert limits.spend(-5, private=False) == 0
    assert limits.spend(-5, private=False) == 41
    assert limits.spend(-6, private=False) == 0
    clock.now = 60.0
    assert limits.spend(-5, private=False) == 0
    assert limits.refused["group"] == 1


def test_thirty_a_second_overall() -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    assert [limits.spend(chat, private=True) for chat in range(31)] == [0] * 30 + [1]
    clock.now = 1.0
    assert limits.spend(31, private=True) == 0
    assert limits.refused["overall"] == 1


def test_album_counts_its_pictures_and_fits_at_last() -> None:
    limits = Limits(clock=Clock())
    assert limits.spend(-5, private=False, count=10) == 0
    assert limits.spend(-5, private=False, count=10) == 0
    assert limits.spend(-5, private=False, count=10) == 60
    assert limits.spend(5, private=True, count=10) == 0


def test_who_does_not_wait_is_counted() -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    limits.ban(-5, 7)
    limits.notice(-6)
    assert limits.impatient == 0
    limits.notice(-5)
    assert limits.impatient == 1
    clock.now = 7.0
    limits.notice(-5)
    limits.ban(None, 1)
    limits.notice(-6)
    assert limits.impatient == 2


async def test_refusal_over_http(stage: Stage) -> None:
    await stage.wang.starts()
    await stage.world.settings(limits=True)
    for _ in range(3):
        await stage.text(chat=1001)
    answer = await stage.world.call("sendMessage", chat_id=1001, text="x")
    assert answer["error_code"] == 429
    wait = answer["parameters"]["retry_after"]
    assert answer["description"] == f"Too Many Requests: retry after {wait}"
    assert 1 <= wait <= 3
    await stage.ok("getChat", chat_id=1001)
    assert (await stage.world.state())["refused"] == {"overall": 0, "private": 1, "group": 0}


async def test_no_limits_unless_asked_for(stage: Stage) -> None:
    for _ in range(25):
        await stage.text()
