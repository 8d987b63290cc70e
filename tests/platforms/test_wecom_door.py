"""The address of callbacks: nothing is answered with 200 that is not kept, and nothing is kept that was refused."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.platforms.wecom_door import Door
from bot.platforms.wecom_envelope import Seal
from bot.wecom_connection import Attached
from tests.platforms.wecom_post import AES_KEY, CORP, NOW, TOKEN, call, said, sealed, signed


@dataclass
class Kept:
    """What was kept, as the inbox would have it."""

    words: list[str] = field(default_factory=list)
    fails: bool = False

    async def keep(self, message: Mapping[str, Any], now: datetime) -> None:
        """Keeps one, unless the disk is full."""
        assert now == NOW
        if self.fails:
            raise OSError("the disk is full")
        self.words.append(message["Content"])


def door(kept: Kept) -> Door:
    """Our address."""
    return Door(Seal(TOKEN, AES_KEY, CORP, "1000002"), keep=kept.keep, now=lambda: NOW)


async def test_what_is_kept_is_answered_with_200_and_a_replay_with_403() -> None:
    kept = Kept()
    ours = door(kept)
    caught = call(said("上报"))
    assert [await ours.take(*caught) for _ in range(3)] == [200, 403, 403]
    assert (kept.words, ours.refusals) == (["上报"], {"replay": 2})


async def test_what_could_not_be_kept_is_taken_when_it_comes_again() -> None:
    kept = Kept(fails=True)
    ours = door(kept)
    caught = call(said("上报"))
    with pytest.raises(OSError, match="full"):
        await ours.take(*caught)
    kept.fails = False
    assert await ours.take(*caught) == 200
    assert kept.words == ["上报"]


async def test_a_stranger_learns_nothing_and_fills_no_log(caplog: pytest.LogCaptureFixture) -> None:
    kept = Kept()
    ours = door(kept)
    query, body = call(said("上报"))
    with caplog.at_level(logging.WARNING):
        answers = [await ours.take({**query, "msg_signature": "0" * 40}, body) for _ in range(50)]
    assert (answers, kept.words, ours.refusals) == ([403] * 50, [], {"signature": 50})
    assert len(caplog.records) == 1
    assert TOKEN not in caplog.text


async def test_the_address_is_confirmed_only_with_our_token() -> None:
    ours, locked = door(Kept()), sealed("88")
    assert await ours.greet({**signed(locked), "echostr": locked}) == "88"
    assert await ours.greet({**signed(locked, token="another"), "echostr": locked}) is None
    assert await ours.greet({}) is None


async def test_calls_of_wecom_that_all_bear_another_time_are_a_problem_until_one_is_right() -> None:
    ours = door(Kept())
    attached = Attached(parts=(), wecom=ours, weixin=None, sync=None)
    late = [call(said("上报"), at=NOW - timedelta(minutes=6), nonce=f"n{number}") for number in range(3)]
    query, body = late[0]
    for _ in range(3):
        assert await ours.take({**query, "msg_signature": "0" * 40}, body) == 403
        assert await ours.take(query, body) == 403
    assert attached.problem == ""
    assert [await ours.take(*one) for one in late[1:]] == [403, 403]
    assert "clock" in attached.problem
    assert await ours.take(*call(said("上报"))) == 200
    assert attached.problem == ""
