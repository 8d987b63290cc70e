"""The link from a notice to the private chat: nobody follows it who has not seen it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.talk.message import Toast
from bot.talk.typed import asked_in
from bot.talk.work import Work
from handlers import roll_call
from tests.engine.bench import bench
from tests.handlers.test_roll_talk import HERE, NOTICE, TOWER, begun, estate, press, said


async def test_only_who_has_the_notice_before_them_may_answer_it(tmp_path: Path) -> None:
    """A number can be guessed: the link carries more, which is the same under every version."""
    async with bench(tmp_path, roster=estate(TOWER)) as line:
        await begun(line)

        async def opened(work: Work, words: str) -> str:
            answer = await roll_call.start(work, None, said(f"/start {words}"), asked_in(words))
            assert answer is None or isinstance(answer, Toast)
            return answer.template if answer else ""

        async def job(work: Work) -> None:
            token = await work.notices.token(1)
            for words in ("n1", "N1", "n1f", "n1-aaaaaaaaaa", f"n1f-{token}x", f"n1-{token[:-1]}"):
                assert await opened(work, words) == "roll_link", words
            assert await line_of(work) is None
            await work.notices.put(replace(NOTICE, version=2))
            assert await opened(work, f"n1-{token}") == ""
            assert await opened(work, f"n1f-{token.upper()}") == ""
            await press(work, "safe")
            assert await opened(work, "n1") == "", "who has pressed has read it"

        async def line_of(work: Work) -> object:
            return await work.cards.live(HERE, "N1/me")

        await line.work(job)
