"""The staff groups read a notice as it goes out, in each of their topics."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.domain.notice import Notice, NoticeKind, NoticeState, Part, named
from bot.domain.paper_events import NoticeApproved
from bot.domain.roster import ChatKind
from bot.talk.work import Work
from handlers.tell_notice import tell_approved
from tests.engine.bench import bench
from tests.engine.community import NOW, ROSTER

NOTICE = Notice(
    number=1, kind=NoticeKind.EVACUATION, community="anju", state=NoticeState.SENDING, authors=("chen",), drafted=NOW,
    submitted=NOW, approved=NOW, parts=(Part(chats=(("chatter", "-4"),), text="x"),),
)  # fmt: skip


async def test_each_topic_of_a_group_of_staff_gets_its_copy(tmp_path: Path) -> None:
    staff = next(chat for chat in ROSTER.chats if chat.kind is ChatKind.STAFF and chat.community == "anju")
    topics = tuple(replace(staff, topic=topic) for topic in ("8", "9"))
    async with bench(tmp_path, roster=replace(ROSTER, chats=(*topics, *ROSTER.chats))) as line:

        async def job(work: Work) -> None:
            await work.notices.put(NOTICE)
            await tell_approved(work, NoticeApproved(**named(NOTICE), by="chen", digest="", overridden=False))

        await line.work(job)
        found = await line.column("SELECT thread FROM outbox WHERE key LIKE 'N1/1/copy/%' ORDER BY thread")
        assert {"8", "9"} <= set(found)
