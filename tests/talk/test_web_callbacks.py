"""Bad callbacks from the door to the inbox: one refusal each without a word, counted, and nothing of ours is lost."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.platforms.wecom_door import Door
from bot.platforms.wecom_envelope import Seal, wrap
from bot.sandbox.wecom_seal import Endpoint, as_xml, envelope, seal, signed
from bot.web import BODY
from tests.engine.bench import Bench, bench
from tests.engine.community import NOW
from tests.talk.test_web import call

CORP, AGENT, KEY = "ww1234567890abcdef", 1000002, "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
END = Endpoint(url="", token="a_token_of_callbacks", aes_key=KEY)
Post = tuple[str, bytes]
"""Query and body."""


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path) as running:
        yield running


def door(line: Bench) -> Door:
    """The address as the program has it."""

    async def keep(message: Mapping[str, Any], now: datetime) -> None:
        await line.inbox.keep("wecom", [wrap(message, now)])

    return Door(Seal(END.token, KEY, CORP, str(AGENT)), keep=keep, now=line.clock.now)


def post(
    words: str, *, number: int = 1, at: datetime = NOW, corp: str = CORP, agent: int = AGENT, end: Endpoint = END
) -> Post:
    """A callback as the sandbox makes it, with nothing of the program's own in it."""
    fields = {"ToUserName": corp, "FromUserName": "wang", "CreateTime": int(at.timestamp()), "MsgType": "text"}
    return around(as_xml({**fields, "Content": words, "MsgId": number, "AgentID": agent}), at=at, corp=corp, end=end)


def around(xml: str, *, at: datetime = NOW, corp: str = CORP, end: Endpoint = END) -> Post:
    """Sealed and signed."""
    sealed = seal(xml, aes_key=end.aes_key, receiver=corp)
    query = signed(end, sealed, now=int(at.timestamp()))
    return urlencode(query), envelope(sealed, receiver=corp, agent=str(AGENT)).encode()


BOMB = '<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><xml><Content>&b;</Content></xml>'
STRANGER = Endpoint(url="", token="guessed", aes_key=secrets.token_hex(22)[:43])
BAD: Mapping[str, tuple[Post, int, str]] = {
    "wrong signature": (post("火", end=STRANGER), 403, "signature"),
    "other corp": (post("火", corp="ww_somebody_else"), 403, "receiver"),
    "other agent": (post("火", agent=7), 403, "agent"),
    "old": (post("火", at=NOW - timedelta(minutes=6)), 403, "time"),
    "from the future": (post("火", at=NOW + timedelta(minutes=6)), 403, "time"),
    "no query": (("", post("火")[1]), 403, "query"),
    "no body": ((post("火")[0], b""), 403, "body"),
    "another body": ((post("火")[0], post("水")[1]), 403, "signature"),
    "entity bomb outside": ((post("火")[0], BOMB.encode()), 403, "body"),
    "entity bomb inside": (around(BOMB), 403, "sealed"),
    "2 MB": ((post("火")[0], b"x" * 2 * BODY), 413, "long"),
}


async def test_bad_callbacks_are_refused_and_good_ones_between_them_are_kept(line: Bench) -> None:
    ours = door(line)
    for number, (name, ((query, body), status, kind)) in enumerate(BAD.items(), start=1):
        before = ours.refusals[kind]
        assert await call("POST", "/wecom", body, callback=ours, query=query) == (status, b""), name
        assert ours.refusals[kind] == before + 1, name
        good, sealed = post(f"上报 {number}", number=number)
        assert await call("POST", "/wecom", sealed, callback=ours, query=good) == (200, b"")
    assert ours.refusals.total() == len(BAD)
    assert await line.column("SELECT count(*) FROM inbox WHERE platform = 'wecom'") == [len(BAD)]


async def test_three_tries_of_one_message_are_one_and_a_replay_is_refused(line: Bench) -> None:
    ours = door(line)
    tries = [post("火警"), post("火警"), post("火警")]
    assert len({query for query, _ in tries}) == 3, "each try is signed anew"
    for query, body in tries:
        assert await call("POST", "/wecom", body, callback=ours, query=query) == (200, b"")
    query, body = tries[0]
    assert await call("POST", "/wecom", body, callback=ours, query=query) == (403, b"")
    assert await line.column("SELECT count(*) FROM inbox") == [1]
    assert ours.refusals == {"replay": 1}
