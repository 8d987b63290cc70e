"""A community leaves the roster while a notice to its residents waits or is on its way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain import paper_events as p
from bot.domain.deadline import Deadline
from bot.domain.notice import Notice, NoticeKind, NoticeState, Part, named, submit
from bot.domain.notice_form import Field
from bot.talk.work import Work
from handlers import chase_notice, not_delivered, tell_notice
from handlers.asked import decision_facts
from handlers.notice_form import draft_facts
from handlers.roll_card import roll_card
from tests.engine.bench import bench
from tests.engine.community import NOW

LATER = (NOW + timedelta(hours=1)).isoformat()
GONE = Notice(
    number=1, kind=NoticeKind.EVACUATION, community="gone", buildings=("3",), authors=("chen",), drafted=NOW,
    given={Field.HAZARD: "3号楼起火", Field.LEAVE_BY: LATER, Field.NEXT_AT: LATER},
)  # fmt: skip
WAITS = submit(GONE, parts=(Part(chats=(("chatter", "-9"),), text="x"),), until=NOW, by="chen", now=NOW)


@pytest.mark.parametrize("kind", [*NoticeKind])
async def test_its_cards_are_drawn(tmp_path: Path, kind: NoticeKind) -> None:
    async with bench(tmp_path) as line:

        async def job(work: Work) -> None:
            notice = replace(WAITS, kind=kind)
            await work.notices.put(notice)
            for asks in ("", "area", *(field.value for field in Field)):
                assert (await draft_facts(work, notice, asks=asks))["zone"] == work.company.timezone
            assert (await decision_facts(work, notice))["homes"] == 0
            assert (await roll_card(work, replace(notice, state=NoticeState.SENT, approved=NOW))).facts["people"] == []

        await line.work(job)


async def test_its_clocks_ring_and_its_authors_hear_it(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:

        async def job(work: Work) -> None:
            await work.notices.put(WAITS)
            at = NOW - timedelta(days=1)
            await chase_notice.approval(work, Deadline(kind=chase_notice.APPROVAL, about="N1/1", due=at))
            await tell_notice.ask_next(work, p.NoticeUnapproved(**named(WAITS), round=0))
            await tell_notice.tell_refused(work, p.NoticeLapsed(**named(WAITS)))
            out = replace(WAITS, state=NoticeState.SENDING, approver="chen", approved=NOW)
            await work.notices.put(out)
            await not_delivered.try_others(work, p.NoticeApproved(**named(out), by="chen", digest="", overridden=False))
            failed = p.NoticeDelivered(**named(out), platform="chatter", chat="-9", state="failed")
            await not_delivered.follow_delivery(work, failed)
            sent = await work.notices.version(1, 1)
            assert sent is not None
            assert sent.state is NoticeState.SENT

        await line.work(job)
