"""The same bot behind a webhook: nothing is answered 200 before it is kept."""

from __future__ import annotations

import io
import re
import socket
from pathlib import Path

import aiohttp

from bot.sandbox.client import Sandbox
from tests.stories.town import Town, founded

SECRET = "a-long-enough-secret"


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


async def forged_and_overlong_calls_are_refused(town: Town) -> None:
    """Somebody who has learnt the address, but not the secret."""
    settings = (town.folder / "zhiban.toml").read_text(encoding="utf-8")
    found = re.search(r"http://127\.0\.0\.1:\d+(?=\")", settings[settings.index("public_url") :])
    assert found is not None
    url = found[0]
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
