"""The roll call in private: which words answer it, what is asked next, and what changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.deadline import Conversation
from bot.domain.notice import Notice, NoticeKind, NoticeState
from bot.domain.places import Building
from bot.domain.playbook import Words
from bot.domain.refused import Impossible
from bot.domain.roll_call import Answer, Resident, Word
from bot.domain.roster import Roster
from bot.talk.message import Address, Facts, Incoming, Press, Toast
from bot.talk.work import Asked, Work
from handlers import roll_call, roll_family, roll_flat, roll_go
from tests.engine.bench import Bench, bench
from tests.engine.community import LIFT, NOW, RESIDENT, ROSTER, WANG

HERE = Address(platform="chatter", chat="77")
TOWER = Building(name="3号楼", number="3", units=2, floors=18, flats_per_floor=4)
LOW = Building(name="4号楼", number="4", floors=3, flats_per_floor=2)
NOTICE = Notice(
    number=1, kind=NoticeKind.EVACUATION, community="anju", state=NoticeState.SENT, buildings=("3",),
    authors=("chen",), drafted=NOW, approved=NOW,
)  # fmt: skip
TALK = Conversation(platform="chatter", chat="77", account="77", form=roll_flat.FORM, facts={"notice": 1}, at=NOW)


def estate(*buildings: Building) -> Roster:
    """The community with these buildings, and each with a group of its own."""
    home, other = ROSTER.communities
    chats = tuple(replace(chat, buildings=("3",)) if chat.id == "-4" else chat for chat in ROSTER.chats)
    return replace(ROSTER, communities=(replace(home, buildings=buildings, phone="110"), other), chats=chats)


def said(text: str = "", *, where: Address = HERE, press: str = "", **more: object) -> Incoming:
    pressed = Press(card="c", choice=press) if press else None
    facts = {"key": "k", "at": NOW, "where": where, "account": "77", "private": where is HERE, "text": text}
    return Incoming(**facts | {"press": pressed} | more)  # type: ignore[arg-type]


def asked(typed: bool = False, **facts: object) -> Asked:  # noqa: FBT001, FBT002
    return Asked(facts={"notice": 1, **facts}, typed=typed)


@pytest.fixture(autouse=True)
def _plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """One word makes a report."""
    monkeypatch.setattr("tests.engine.bench.LIFT", replace(LIFT, words=Words(any_of=("困人",))))


async def begun(line: Bench, notice: Notice = NOTICE) -> None:
    async def job(work: Work) -> None:
        await work.notices.put(notice)

    await line.work(job)


async def press(work: Work, word: str, *, where: Address = RESIDENT) -> Toast:
    handler = {"safe": roll_call.safe, "help": roll_call.help, "family": roll_call.family}[word]
    answer = await handler(work, None, said(where=where, press=word), asked())
    assert isinstance(answer, Toast)
    return answer


async def mine(work: Work, family: str = "") -> Answer | None:
    return await work.roll_calls.get(1, ("chatter", "77"), family)


async def test_the_same_press_twice_changes_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=estate(TOWER)) as line:
        await begun(line)

        async def job(work: Work) -> None:
            token = await work.notices.token(1)
            assert len(token) == 10
            first = await press(work, "safe")
            assert (first.template, first.start) == ("roll_noted", f"n1-{token}")
            before = await mine(work)
            again = await press(work, "safe")
            assert (again.template, again.start) == ("roll_again", f"n1-{token}")
            assert await mine(work) == before
            assert (await press(work, "help")).template == "roll_noted"
            assert (await press(work, "family")).start == f"n1f-{token}"

        await line.work(job)
        assert await line.column("SELECT kind FROM timeline ORDER BY number") == ["RollAnswered"] * 2
        facts = await line.column("SELECT facts FROM timeline ORDER BY number")
        assert '"before":"safe"' in facts[1], "the change is kept"
        assert not any("77" in one for one in facts)


async def test_the_building_of_the_group_holds_where_no_flat_is_known(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=estate(TOWER, LOW)) as line:
        await begun(line)

        async def job(work: Work) -> None:
            await press(work, "safe")
            answer = await mine(work)
            assert answer is not None
            assert (answer.building, answer.flat) == ("3", "")
            await work.residents.put(
                Resident(platform="chatter", account="77", community="anju", building="4", flat="101", at=NOW)
            )
            toast = await press(work, "safe")
            assert toast.template == "roll_again", "at home elsewhere, but here now: this notice is for building 3 only"
            answer = await mine(work)
            assert answer is not None
            assert (answer.building, answer.flat) == ("3", "")
            await work.residents.put(
                Resident(platform="chatter", account="77", community="anju", building="3", flat="101", at=NOW)
            )
            toast = await press(work, "safe")
            assert (toast.template, toast.start) == ("roll_noted", "")
            answer = await mine(work)
            assert answer is not None
            assert (answer.building, answer.flat) == ("3", "101")

        await line.work(job)


READ: list[tuple[str, Word | None, str, Facts | None]] = [
    ("402", Word.SAFE, "", {"flat": True, "need": False}),
    ("402", None, "", {"flat": True, "need": False}),
    ("你好", None, "", {"flat": False, "need": False}),
    ("你好", Word.SAFE, "", {"flat": False, "need": False}),
    ("402 两个人", Word.HELP, "", {"flat": True, "need": True}),
    ("402", Word.HELP, "", {"flat": True, "need": False}),
    ("两个人", Word.HELP, "", {"flat": False, "need": True}),
    ("老人困在屋里", Word.HELP, "1-402", {"flat": False, "need": True}),
    ("503的人也要帮", Word.HELP, "1-402", {"flat": False, "need": True}),
    ("503", Word.HELP, "1-402", {"flat": True, "need": False}),
    ("困人 3号楼", Word.SAFE, "", None),
    ("3号楼402困人", Word.SAFE, "", None),
    ("", Word.SAFE, "", None),
    ("3号楼困人", Word.HELP, "1-402", {"flat": False, "need": True}),
    ("2-402困人", Word.HELP, "", {"flat": True, "need": True}),
    ("4号楼电梯困人", Word.HELP, "1-402", None),
]


@pytest.mark.parametrize(("text", "word", "flat", "meant"), READ)
async def test_which_words_are_an_answer(
    tmp_path: Path, text: str, word: Word | None, flat: str, meant: Facts | None
) -> None:
    async with bench(tmp_path, roster=estate(TOWER)) as line:
        await begun(line)

        async def job(work: Work) -> None:
            if word is not None:
                given = Answer(notice=1, platform="chatter", account="77", word=word, building="3", flat=flat, at=NOW)
                await work.roll_calls.put(given)
            found = await roll_flat.read(work, said(text), TALK)
            assert found == ({"notice": 1, **meant} if meant is not None else None)

        await line.work(job)


async def test_after_some_time_words_are_words_again(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=estate(TOWER)) as line:
        await begun(line)

        async def job(work: Work) -> None:
            await press(work, "safe")
            for minutes, text, is_answer in (
                (29, "什么", True),
                (31, "什么", False),
                (31, "402", True),
                (121, "402", False),
            ):
                talk = replace(TALK, at=NOW - timedelta(minutes=minutes))
                assert (await roll_flat.read(work, said(text), talk) is not None) == is_answer, (minutes, text)
            family = replace(TALK, form=roll_family.FORM, facts={"notice": 1, "building": "", "flat": ""})
            assert await roll_family.read(work, said("困人 3号楼"), family) is None
            assert await roll_family.read(work, said("402"), replace(family, at=NOW - timedelta(hours=3))) is None
            await work.notices.put(replace(NOTICE, version=2, kind=NoticeKind.ALL_CLEAR))
            assert await roll_flat.read(work, said("402"), TALK) is None
            assert await roll_family.read(work, said("402"), family) is None

        await line.work(job)


async def tell(work: Work, text: str, **facts: object) -> Answer | None:
    await roll_flat.take(work, None, said(text), asked(typed=True, flat=True, need=False, **facts))
    return await mine(work)


async def test_a_flat_that_does_not_exist_counts_when_it_is_said_twice(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=estate(TOWER, LOW)) as line:
        await begun(line)

        async def job(work: Work) -> None:
            await press(work, "help")
            for wrong in ("1905", "9号楼402", "1905"):
                answer = await tell(work, wrong)
                assert answer is not None
                assert answer.flat == "", wrong
            answer = await tell(work, "1905")
            assert answer is not None
            assert (answer.building, answer.flat) == ("3", "1905"), "a roster may be wrong, who needs help is not left"

        await line.work(job)


async def test_without_a_building_a_flat_is_not_enough(tmp_path: Path) -> None:
    whole = replace(NOTICE, buildings=())
    for buildings, known in (((TOWER, LOW), False), ((LOW,), True)):
        async with bench(tmp_path, roster=estate(*buildings)) as line:
            await begun(line, whole)

            async def job(work: Work, known: bool = known) -> None:  # noqa: FBT001
                await roll_call.safe(work, None, said(press="safe"), asked())
                answer = await tell(work, "101")
                assert answer is not None
                assert (answer.flat == "101") == known
                again = await tell(work, "4号楼101")
                assert again is not None
                assert (again.building, again.flat) == ("4", "101")

            await line.work(job)
        (tmp_path / "zhiban.db").unlink()


async def test_two_families_of_one_person_are_two_answers(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=estate(TOWER, LOW)) as line:
        await begun(line)

        async def job(work: Work) -> None:
            await press(work, "safe")
            for building, flat in (("3", "1-402"), ("4", "101")):
                facts = asked(building=building, flat=flat)
                toast = await roll_family.help(work, None, said(press="family_help"), facts)
                assert isinstance(toast, Toast)
                assert toast.template == "roll_noted"
                again = await roll_family.help(work, None, said(press="family_help"), facts)
                assert isinstance(again, Toast)
                assert again.template == "roll_again"
            assert [one.family for one in await work.roll_calls.answers(1)] == ["", "3/1-402", "4/101"]
            own = await mine(work)
            assert own is not None
            assert own.word is Word.SAFE, "what is said for others is not said of oneself"

        await line.work(job)


async def test_one_goes_and_the_next_hears_who(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=estate(TOWER)) as line:
        await begun(line)
        button = asked(platform="chatter", account="77", family="")

        async def go(work: Work, who: str) -> str:
            toast = await roll_go.go(work, replace(WANG, id=who), said(), button)
            assert isinstance(toast, Toast)
            return toast.template

        async def job(work: Work) -> None:
            assert await go(work, "wang") == "roll_safe_now"
            await press(work, "help")
            assert await go(work, "wang") == "roll_going"
            assert await go(work, "wang") == "roll_taken"
            assert await go(work, "li") == "roll_taken"
            answer = await mine(work)
            assert answer is not None
            assert answer.helper == "wang"
            await work.roll_calls.put(replace(answer, helper="gone"))
            assert await go(work, "li") == "roll_going", "who left the roster goes nowhere"
            await press(work, "safe")
            assert await go(work, "chen") == "roll_safe_now"

        await line.work(job)
        assert await line.column("SELECT person FROM timeline WHERE kind = 'HelpTaken' ORDER BY number") == [
            "wang",
            "li",
        ]


async def test_a_notice_that_is_over_or_never_was_says_so(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=estate(TOWER)) as line:
        await begun(line, replace(NOTICE, approved=None, state=NoticeState.DRAFT))

        async def refused(work: Work) -> tuple[str, object]:
            with pytest.raises(Impossible) as no:
                await press(work, "safe")
            return no.value.reason, no.value.facts["phone"]

        async def job(work: Work) -> None:
            assert await refused(work) == ("roll_unknown", ""), "a draft is nobody's business; whose phone is not known"
            await work.notices.put(replace(NOTICE, kind=NoticeKind.LIFTED))
            assert await refused(work) == ("roll_over", "110")
            await work.notices.put(replace(NOTICE, community="elsewhere", kind=NoticeKind.LIFTED))
            assert await refused(work) == ("roll_over", "")

        await line.work(job)
