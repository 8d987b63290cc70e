"""The same bot behind a webhook: nothing is answered 200 before it is kept."""

from __future__ import annotations

import asyncio
import io
import json
import re
import signal
import socket
from collections import Counter
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.places import Person
from tests.stories.town import Town, founded

SECRET = "a-long-enough-secret"
POSTS = 500
FIRST_NUMBER = 900_000_000


def by_webhook(settings: str) -> str:
    """The settings in webhook mode on a free port."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = int(door.getsockname()[1])
    public = f'mode = "webhook"\nsecret = "{SECRET}"\npublic_url = "http://127.0.0.1:{port}"'
    settings = re.sub(r'mode = "polling".*', public, settings)
    return re.sub(r"port = \d+.*", f"port = {port}", settings)


async def test_the_course_runs_behind_a_webhook(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, settings=by_webhook) as town:
        await town.li.heard("安居物业 值班", after=0)  # their /start has come in one by one
        said = await town.wang.says(town.staff, "3号楼电梯困人")
        await town.wang.presses(await town.staff.heard("上报", after=said), "上报")
        await town.li.heard("李电，现在做")
        await forged_and_overlong_calls_are_refused(town)
        await town.stop()
        await town.li.says("收到 1")  # the platform tries again until somebody keeps it
        await town.start()
        await town.li.heard("#1 收到", after=0)


def address_of(town: Town) -> str:
    """Where the bot listens."""
    settings = (town.folder / "zhiban.toml").read_text(encoding="utf-8")
    found = re.search(r"http://127\.0\.0\.1:\d+(?=\")", settings[settings.index("public_url") :])
    assert found is not None
    return found[0]


async def forged_and_overlong_calls_are_refused(town: Town) -> None:
    """Somebody who has learnt the address, but not the secret."""
    url = address_of(town)
    right = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with aiohttp.ClientSession() as session:
        for body, headers, status in (
            (b'{"update_id": 1}', {}, 403),
            (b'{"update_id": 1}', {"X-Telegram-Bot-Api-Secret-Token": "wrong"}, 403),
            (b"not json", right, 400),
            (b"x" * (1024 * 1024 + 1), right, 413),
        ):
            async with session.post(f"{url}/telegram", data=io.BytesIO(body), headers=headers) as answer:
                assert answer.status == status
        async with session.get(f"{url}/health") as answer:
            health = await answer.json()
    assert health["ok"] is True
    assert health["incidents_open"] == 1


def command(number: int) -> str:
    """A command nobody knows, another one for each number."""
    letters = (chr(ord("a") + number // 26**place % 26) for place in range(4))
    return f"/x{''.join(letters)}"


def update(number: int, person: Person, text: str) -> bytes:
    """A private message as Telegram posts it."""
    who = {"id": person.id, "is_bot": False, "first_name": person.name}
    chat = {"id": person.id, "type": "private", "first_name": person.name}
    message = {"message_id": number, "date": 1_760_000_000, "chat": chat, "from": who, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


async def post(town: Town, *bodies: bytes) -> list[int]:
    """Posts all at once; the statuses of the answers."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=100)) as session:

        async def one(body: bytes) -> int:
            async with session.post(f"{address_of(town)}/telegram", data=body, headers=headers) as answer:
                return answer.status

        return list(await asyncio.gather(*map(one, bodies)))


async def answered(town: Town) -> Counter[str]:
    """The commands people were told there are none of, each with how often."""
    entries = await town.world.ledger(kinds=["message"], limit=100_000)
    found = (re.search(r"/x[a-z]{4}", entry["text"]) for entry in entries if entry["bot"])
    return Counter(one[0] for one in found if one)


async def posted_and_killed(town: Town) -> Counter[str]:
    """500 messages, each acknowledged; killed right after the last 200, and started again."""
    people = list(town.people.values())
    bodies = (update(FIRST_NUMBER + number, people[number % len(people)], command(number)) for number in range(POSTS))
    assert await post(town, *bodies) == [200] * POSTS
    await town.restart(signal.SIGKILL)
    await town.world.quiet(calm=1.0, within=60)
    return await answered(town)


@pytest.mark.slow
async def test_what_was_acknowledged_is_handled_although_the_bot_is_killed(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, settings=by_webhook) as town:
        found = await posted_and_killed(town)
        assert set(found) == {command(number) for number in range(POSTS)}
        assert max(found.values()) <= 2, "what was on its way may come once more, marked"


@pytest.mark.slow
async def test_the_control_answers_before_it_keeps_and_loses(sandbox: Sandbox, tmp_path: Path) -> None:
    careless = ("benchmarks.careless", "hurries")
    async with founded(sandbox, tmp_path, settings=by_webhook, program=careless) as town:
        assert len(await posted_and_killed(town)) < POSTS


async def test_an_update_posted_ten_times_at_once_is_handled_once(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, settings=by_webhook) as town:
        again = update(FIRST_NUMBER, town.li, command(1))
        assert await post(town, *[again] * 10) == [200] * 10
        await town.li.heard(command(1), after=0)
        lower = update(FIRST_NUMBER - 80_000_000, town.li, command(2))  # after a quiet week numbers begin anywhere
        assert await post(town, again, lower, again) == [200] * 3
        await town.li.heard(command(2), after=0)
        await town.world.quiet()
        assert await answered(town) == {command(1): 1, command(2): 1}
