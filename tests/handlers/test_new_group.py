"""What an admin is told of a group that is not in the roster, and what anybody is told of their own number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.talk.message import Address, Card, Incoming, Membership
from bot.talk.work import Asked, Work
from handlers.chats import membership
from tests.engine.bench import bench
from tests.engine.community import NOW, person
from tests.rules.test_templates import new_words

ADDED = Incoming(
    key="1",
    at=NOW,
    where=Address(platform="chatter", chat="-77"),
    account="1",
    membership=Membership.JOINED,
    title="新",
)


def shown(card: Card, language: str) -> str:
    """As it is read there."""
    return new_words().draw(card, id="1", language=language, platform="telegram").text


@pytest.mark.parametrize(
    ("homes", "lines"),
    [
        (("anju",), ('kind = "staff"\ncommunity = "anju"',)),
        (("anju", "yuan"), ("代号：anju, yuan\n", 'community = ""')),
        ((), ('kind = "staff"\ncommunity = ""',)),
    ],
)
async def test_the_community_is_filled_in_only_when_there_is_one(
    tmp_path: Path, homes: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    async with bench(tmp_path) as line:
        await line.met(1)

        async def job(work: Work) -> None:
            await membership(work, person("wang", 1, admin=True, communities=homes), ADDED, Asked(facts={}))

        await line.work(job)
        (facts,) = await line.column("SELECT facts FROM card WHERE template = 'chat/block'")
    for language in ("zh", "en"):
        card = Card(template="chat/block", facts=json.loads(facts))
        text = shown(card, language)
        assert all(words in text for words in lines if language == "zh" or "代号" not in words), text


def test_whoever_asks_for_their_number_hears_what_becomes_of_it() -> None:
    card = Card(template="help/whoami", facts={"platform": "telegram", "account": "1", "chat": "", "known": False})
    assert "你在 Telegram 上的编号" in shown(card, "zh")
    assert "管理员写进花名册后你就能用" in shown(card, "zh")
    assert "once it is in the roster, you can use me" in shown(card, "en")
