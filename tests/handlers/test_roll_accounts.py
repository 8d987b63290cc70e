"""Who has several accounts is one person in a roll call; who can only be answered is shown as such."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.domain.events import ResidentNotReached
from bot.domain.roll_call import Answer, Word
from bot.store import service_windows
from bot.talk.message import Address, Incoming, Press
from bot.talk.platform import Allowance, Shape
from bot.talk.work import Account, Asked, Work
from handlers import roll_call, roll_go, tell_not_reached
from handlers.roll_card import roll_card
from handlers.roll_record import need
from tests.engine.bench import Bench, bench
from tests.engine.community import CHEN, NOW, RESIDENT, WANG
from tests.handlers.test_roll_talk import NOTICE, TOWER, begun, estate

BOTH = replace(WANG, accounts={"wecom": "wangqiang", "chatter": "1"})
HELPER = replace(CHEN, accounts={"chatter": "3", "wecom": "chen"})
TWO_DAYS = timedelta(hours=48)


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Bench]:
    """The estate, in which two people have a second account, and residents are on a service account too."""
    roster = estate(TOWER)
    roster = replace(roster, people=(BOTH, HELPER, *roster.people[3:]))
    async with bench(tmp_path, roster=roster) as running:
        shapes = {
            "wecom": Shape(writes_first=True),
            "kf": Shape(edits=False, allowance=Allowance(messages=5, lasts=TWO_DAYS)),
        }
        running.inbox._world = replace(running.inbox._world, shapes={**running.inbox._world.shapes, **shapes})
        await begun(running)
        yield running


def pressed(word: str, where: Address, account: str, *, private: bool = True) -> Incoming:
    """A press on the notice."""
    press = Press(card="c", choice=word)
    return Incoming(key="k", at=NOW, where=where, account=account, private=private, press=press)


async def answers(work: Work) -> list[tuple[str, str, Word]]:
    """Who has answered what."""
    return [(one.platform, one.account, one.word) for one in await work.roll_calls.answers(1)]


async def test_a_person_answers_once_on_whichever_account(line: Bench) -> None:
    asked, wecom = Asked(facts={"notice": 1}), Address(platform="wecom", chat="wangqiang")

    async def job(work: Work) -> None:
        await roll_call.help(work, BOTH, pressed("help", RESIDENT, "1", private=False), asked)
        await roll_call.safe(work, BOTH, pressed("safe", wecom, "wangqiang"), asked)
        assert await answers(work) == [("chatter", "1", Word.SAFE)]
        card = await roll_card(work, NOTICE)
        assert (card.facts["safe"], card.facts["help"]) == (1, 0)
        await roll_call.safe(work, None, pressed("safe", RESIDENT, "78", private=False), asked)
        assert len(await answers(work)) == 2

    await line.work(job)


async def test_help_is_announced_and_files_go_out_on_every_account(line: Bench) -> None:
    asked, wecom = Asked(facts={"notice": 1}), Address(platform="wecom", chat="wangqiang")

    async def job(work: Work) -> None:
        await roll_call.help(work, BOTH, pressed("help", wecom, "wangqiang"), asked)
        answer = await work.roll_calls.get(1, ("wecom", "wangqiang"))
        assert answer is not None
        voice = replace(pressed("", wecom, "wangqiang"), press=None, files=("voice:wecom/1",))
        await need(work, NOTICE, answer, voice, BOTH, words="")
        whose = {"platform": answer.platform, "account": answer.account, "family": ""}
        await roll_go.go(work, HELPER, pressed("help_go:1", RESIDENT, "3"), Asked(facts={"notice": 1, **whose}))

    await line.met(1)
    await line.met(3)
    await line.work(job)
    sent = await line.column("SELECT template, platform FROM card ORDER BY template, platform")
    assert [one for one in sent if one[0] in ("roll/coming", "roll/file")] == [
        ("roll/coming", "chatter"),
        ("roll/coming", "wecom"),
        ("roll/file", "chatter"),
        ("roll/file", "wecom"),
    ]


async def test_who_needs_help_shows_how_much_may_still_be_written_to_them(line: Bench) -> None:
    async def job(work: Work) -> None:
        for account, word in (("wmLi", Word.HELP), ("wmFar", Word.HELP)):
            await work.accounts.put(Account(platform="kf", id=account, chat=account))
            await work.roll_calls.put(
                Answer(notice=1, platform="kf", account=account, word=word, building="3", flat=account, at=NOW)
            )
        await work.roll_calls.put(
            Answer(notice=1, platform="chatter", account="79", word=Word.HELP, building="3", flat="1", at=NOW)
        )

    async def look(work: Work) -> None:
        people = (await roll_card(work, NOTICE)).facts["people"]
        assert isinstance(people, list)
        until = (NOW + TWO_DAYS).isoformat()
        assert {one["place"]["room"]: one["reply"] for one in people} == {
            "wmLi": {"left": 4, "until": until},
            "wmFar": {"left": 0, "until": NOW.isoformat()},
            "1": None,
        }

    await line.work(job)
    await line.db.write(partial(service_windows.open_again, platform="kf", account="wmLi", at=NOW))
    await line.db.write(partial(service_windows.spend, platform="kf", account="wmLi", name="a"))
    await line.work(look)


async def test_those_in_charge_hear_where_the_resident_is_who_was_not_reached(line: Bench) -> None:
    untold = ResidentNotReached(platform="kf", account="wmLi", template="roll/coming", waits=True, notice=1)

    async def job(work: Work) -> None:
        await work.roll_calls.put(
            Answer(notice=1, platform="kf", account="wmLi", word=Word.HELP, building="3", flat="402", at=NOW)
        )
        await tell_not_reached.tell(work, untold)
        await tell_not_reached.tell(work, replace(untold, account="wmNobody"))

    await line.met(3)
    await line.work(job)
    facts = await line.column("SELECT facts FROM card WHERE template = 'trouble/not_reached' AND platform = 'chatter'")
    homes = [json.loads(one)["home"] for one in facts]
    assert [home and home["room"] for home in homes] == ["402", None]
