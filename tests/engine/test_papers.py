"""Which notice or report is meant, and who may do what with it: asked before any handler."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.notice import Notice, NoticeKind, NoticeState
from bot.domain.people import Role
from bot.domain.report import Report, ReportState
from bot.engine.papers import name_in, notice_in
from bot.talk.message import Address, Card, Choice, Priority
from bot.talk.work import Work
from tests.engine.bench import Bench, bench
from tests.engine.community import LI, NOW, OTHER, RESIDENT, ROSTER, STAFF, person
from tests.engine.test_gate import STRANGER, newest_card, shown

SUPERVISOR = frozenset({Role.SUPERVISOR})
HE = person("he", 6, roles=SUPERVISOR, phone="138-0000-0006")
HE_AGAIN = person("he2", 7, roles=SUPERVISOR, phone="+8613800000006", name="He")
ZHAO = person("zhao", 8, roles=frozenset({Role.COMMANDER}))
FAR_LEAD = person("farlead", 9, roles=SUPERVISOR, communities=("yuan",))
CROWD = replace(ROSTER, people=(*ROSTER.people, HE, HE_AGAIN, ZHAO, FAR_LEAD))


def private(account: int) -> dict[str, Any]:
    return {"where": {"platform": "chatter", "chat": str(account)}, "account": str(account), "private": True}


def notice(number: int = 3, **more: Any) -> Notice:
    facts: dict[str, Any] = {
        "kind": NoticeKind.EVACUATION,
        "community": "anju",
        "state": NoticeState.SUBMITTED,
        "authors": ("he",),
        "drafted": NOW,
    }
    return Notice(number=number, **facts | more)


def report(number: int = 5, **more: Any) -> Report:
    facts: dict[str, Any] = {"community": "anju", "incident": 1, "author": "li", "due": NOW + timedelta(hours=1)}
    return Report(number=number, **facts | more)


async def put(line: Bench, *papers: Notice | Report) -> None:
    async def job(work: Work) -> None:
        for paper in papers:
            if isinstance(paper, Notice):
                await work.notices.put(paper)
            else:
                await work.reports.put(paper)

    await line.work(job)


async def toast(line: Bench, text: str, **more: Any) -> str:
    """The template of the answer to these words."""
    await line.say(text, **more)
    return (await line.answer())[0].removeprefix("toast/")


def approve(number: int = 3, **facts: object) -> Choice:
    return Choice(key="approve", label="approve", facts={"notice": number, **facts})


async def test_a_paper_is_found_by_button_name_reply_or_as_the_only_one_that_waits(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=CROWD) as line:
        over = replace(notice(2), version=2, kind=NoticeKind.ALL_CLEAR, state=NoticeState.SENT)
        await put(line, notice(2, state=NoticeState.ENDED), over)  # for long
        await put(line, notice(), notice(4, state=NoticeState.SENT))
        card = await shown(line, approve())
        assert await line.press(card, "approve", account="8") == ("zh:approve", False)
        assert (await toast(line, "/approve n3 好", account="8"), line.seen.calls[-1][2].rest) == ("approve", "好")
        assert await toast(line, "批准 N3", account="8") == "approve"

        async def live(work: Work) -> None:
            work.live(STAFF, Card(template="live"), about="N3/ask")

        await line.work(live)
        await line.db.write(lambda tx: tx.run("UPDATE card SET message = 'm99', shown = 1 WHERE about = 'N3/ask'"))
        assert await toast(line, "批准", account="8", reply_to="m99") == "approve"
        assert await toast(line, "/approve", **private(8)) == "approve"
        assert all((asked.name, asked.paper) == ("N3", notice()) for _, _, asked in line.seen.calls)
        assert len(line.seen.calls) == 5
        assert await toast(line, "/update", **private(8)) == "update"
        assert line.seen.calls[-1][2].name == "N4"
        await put(line, replace(notice(4, state=NoticeState.DRAFT), version=2))  # it holds until that is out
        assert await toast(line, "/update", **private(8)) == "update"
        assert line.seen.calls[-1][2].name == "N4"
        answers = await line.column("SELECT DISTINCT about FROM outbox WHERE priority = 0 ORDER BY about")
        assert answers == ["N3", "N4"]


async def test_what_cannot_be_told_is_asked_for_by_name(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=CROWD) as line:
        await line.open_incident()
        assert await toast(line, "/approve", **private(8)) == "which_paper"
        await put(line, notice())
        assert await toast(line, "/approve", account="8") == "which_paper"  # in a group somebody else may be meant
        assert await toast(line, "/approve 3", **private(8)) == "which_paper"
        await put(line, report(state=ReportState.SUBMITTED))
        assert await toast(line, "/approve", **private(8)) == "which_paper"
        assert (await newest_card(line)).card.facts == {"names": ["N3", "R5"]}
        assert await toast(line, "/override", **private(8)) == "override"
        assert await toast(line, "/approve", **STRANGER) == "refused_staff_only"
        assert [name for name, _, _ in line.seen.calls] == ["override"]


@pytest.mark.parametrize("more", [{"account": "9"}, {"account": "88"}, STRANGER, private(9)])
async def test_a_paper_of_others_is_as_unknown_as_one_that_is_not_there(tmp_path: Path, more: dict[str, Any]) -> None:
    async with bench(tmp_path, roster=CROWD) as line:
        await line.open_incident()
        await put(line, notice(), report())
        for text in ("/approve N3", "/approve R5", "/approve N9", "/approve R999999"):
            assert await toast(line, text, **more) == "no_such_paper"
        assert line.seen.calls == []


async def test_nobody_approves_their_own_under_whatever_entry_of_the_roster(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=CROWD) as line:
        await line.open_incident(commander="li")
        await put(line, notice(incident=1, authors=("he", "li")), report(state=ReportState.SUBMITTED))
        card = await shown(line, approve(), Choice(key="approve:r", label="approve", facts={"report": 5}))
        for account in ("6", "7", "2"):
            assert await line.press(card, "approve", account=account) == ("zh:refused_own_paper", True)
        assert await line.press(card, "approve:r", account="2") == ("zh:refused_own_paper", True)
        assert await line.press(card, "approve", account="1") == ("zh:refused_supervisor_or_commander", True)
        assert line.seen.calls == []
        assert await line.press(card, "approve", account="8") == ("zh:approve", False)
        assert await line.press(card, "approve:r", account="6") == ("zh:approve", False)
        kept = await line.column("SELECT person, incident, facts FROM timeline WHERE kind = 'Refused' ORDER BY number")
        own = '{"action":"approve","paper":"N3","reason":"own_paper"}'
        assert kept[:3] == [("he", 1, own), ("he2", 1, own), ("li", 1, own)]
        assert kept[3] == ("li", 1, '{"action":"approve","paper":"R5","reason":"own_paper"}')
        assert await toast(line, "/approve N3", account="6") == "refused_own_paper"
        facts = (await newest_card(line)).card.facts
        assert (facts["who"], facts["paper"], facts["commander"]) == (["Zhao"], "N3", "")


async def test_the_commander_of_the_incident_may_approve_and_only_who_commands_by_role_overrides(
    tmp_path: Path,
) -> None:
    async with bench(tmp_path, roster=CROWD) as line:
        await line.open_incident(commander="wang")
        await put(line, notice(incident=1), notice(4))
        assert await toast(line, "/approve N3") == "approve"
        assert await toast(line, "/approve N4") == "refused_supervisor_or_commander"
        assert await toast(line, "/override N3") == "refused_commander_role"
        assert await toast(line, "/override N3", account="8") == "override"


async def test_a_report_is_written_by_its_author_the_desk_and_leads(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=CROWD) as line:
        await line.open_incident()
        await put(line, report())
        assert await toast(line, "/write", **private(2)) == "write"
        assert await toast(line, "/write R5", **private(1)) == "refused_report_of_another"
        assert await toast(line, "/write R5", **private(3)) == "write"
        assert [asked.paper for _, _, asked in line.seen.calls] == [report(), report()]


async def test_a_press_on_an_older_version_is_told_of_the_newer(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=CROWD) as line:
        await put(line, notice(state=NoticeState.SENT), notice(version=2))
        card = await shown(
            line, approve(version=1), Choice(key="approve:2", label="a", facts={"notice": 3, "version": 2})
        )
        assert await line.press(card, "approve", account="8") == ("zh:notice_newer", True)
        assert await line.press(card, "approve:2", account="8") == ("zh:approve", False)
        await put(line, notice(version=2, state=NoticeState.DROPPED))
        assert await line.press(card, "approve", account="8") == ("zh:approve", False)
        assert await line.press(card, "approve:2", account="8") == ("zh:approve", False)
        assert await toast(line, "/update N3", account="8") == "update"
        versions = [asked.paper.version for _, _, asked in line.seen.calls if isinstance(asked.paper, Notice)]
        assert versions == [2, 1, 2, 1]


async def test_forwarded_words_approve_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=CROWD) as line:
        await put(line, notice())
        assert await toast(line, "/approve N3", **private(8), forwarded=True) == "refused/forwarded"
        await line.say("批准 N3", account="8", forwarded=True)
        assert "approve" not in [name for name, _, _ in line.seen.calls]


async def test_who_was_taken_off_the_roster_a_moment_ago_approves_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=CROWD) as line:
        await put(line, notice())
        card = await shown(line, approve())
        await line.inbox.change_roster(replace(CROWD, people=(LI, HE)), "d1")
        assert await line.press(card, "approve", account="8") == ("zh:no_such_paper", True)
        assert line.seen.calls == []


@pytest.mark.parametrize("group", [RESIDENT, OTHER])
async def test_a_paper_is_no_talk_for_residents_and_other_communities(tmp_path: Path, group: Address) -> None:
    async with bench(tmp_path, roster=CROWD) as line:
        await put(line, notice())
        assert await toast(line, "/approve N3", account="8", where=vars(group)) == "only_in_private"
        await line.met(8)
        await line.say("/approve N3", account="8", where=vars(group))
        assert await line.answer() == ("toast/approve", "8", "")

        async def send(work: Work) -> None:
            work.send(group, Card(template="notice/text"), key="n", priority=Priority.EMERGENCY, about="N3/1")

        await line.work(send)
        await line.db.write(lambda tx: tx.run("UPDATE card SET message = 'm99', shown = 1 WHERE about = 'N3/1'"))
        await line.say("批准", account="8", where=vars(group), reply_to="m99")
        assert await line.answer() == ("toast/approve", "8", "")


def test_only_the_names_of_papers_are_names() -> None:
    found = [name_in(about) for about in ("N3", "N03/1", "R5/ask", "7/li", "intake/3", "", "N", "Nx", "N3x", "n3")]
    assert found == ["N3", "N3", "R5", "", "", "", "", "", "", ""]
    assert [notice_in(about) for about in ("N3/1", "R5", "7")] == [3, None, None]
