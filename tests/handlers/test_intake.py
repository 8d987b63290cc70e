"""A report before it is an incident: what a line adds to it, and what is asked next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deadline import Conversation
from bot.domain.intake import Intake, IntakeState
from bot.domain.places import Building, Community, Place
from handlers.intake import (
    FORM,
    SAME_REPORT,
    building_choices,
    draft_facts,
    fill,
    first_missing,
    read_words,
    said_by,
    settle_place,
)
from tests.domain.estate import NOW
from tests.talk.desk import PRIVATE, STAFF, Desk, said

WORK = Desk().work
ASKING = Conversation(platform="telegram", chat="-1", account="11", form=FORM, facts={"intake": 3}, at=NOW)


def report(**more: Any) -> Intake:
    facts: dict[str, Any] = {"id": 3, "platform": "telegram", "chat": "-1", "account": "11", "message": "m1"}
    return Intake(**facts | {"community": "anju", "at": NOW} | more)


def told(*lines: str, start: Intake | None = None) -> Intake:
    found = start or report()
    for line in lines:
        filled = fill(WORK, found, said_by(WORK, found, line))
        found = replace(filled, words=f"{filled.words} {line}".strip())
    return found


def test_the_first_missing_fact_is_asked() -> None:
    assert first_missing(report(community=None)) == "type"
    assert first_missing(report(community=None, type="other")) == "community"
    assert first_missing(report(type="other")) == "place"
    assert first_missing(report(type="other", place=Place(unit="2", floor="3"))) == "place"
    assert first_missing(report(type="other", place=Place(building="3"))) == ""
    assert first_missing(report(type="other", place=Place(spot="南门"))) == ""
    assert first_missing(report(type="other", nowhere=True)) == ""


@pytest.mark.parametrize(
    ("lines", "type", "place", "answers"),
    [
        (["电梯困人了", "3号楼"], "elevator_trapped", Place(building="3"), {}),
        (["3号楼", "电梯困人了"], "elevator_trapped", Place(building="3"), {}),
        (
            ["3号楼2单元电梯困人", "有个孕妇", "2个人"],
            "elevator_trapped",
            Place(building="3", unit="2"),
            {"special": "pregnant", "count": "2"},
        ),
        (["3号楼2单元电梯困人", "在12楼"], "elevator_trapped", Place(building="3", unit="2", floor="12"), {}),
        (["3号楼2单元电梯困人", "是B座"], "elevator_trapped", Place(building="B"), {}),
        (["3号楼2单元电梯困人", "对，3号楼"], "elevator_trapped", Place(building="3", unit="2"), {}),
        (["3号楼2单元电梯困人", "3号楼1单元"], "elevator_trapped", Place(building="3", unit="1"), {}),
        (["出事了 3号楼", "电梯困人"], "elevator_trapped", Place(building="3"), {}),
        (["3号楼电梯困人", "救命啊"], "elevator_trapped", Place(building="3"), {}),
        (["3号楼电梯困人", "救命啊有人晕了"], "elevator_trapped", Place(building="3"), {"state": "ill"}),
        (["3号楼电梯困人，2个人", "不对，3个人"], "elevator_trapped", Place(building="3"), {"count": "3"}),
        (["吃饭了吗"], None, Place(), {}),
    ],
)
def test_lines_add_up(lines: list[str], type: str | None, place: Place, answers: dict[str, str]) -> None:
    found = told(*lines)
    assert (found.type, found.place, found.answers) == (type, place, answers)


def test_a_building_the_community_does_not_have_is_asked_again() -> None:
    found = told("5号楼2单元电梯困人")
    assert (found.place, found.unknown) == (Place(unit="2"), "5")
    assert first_missing(found) == "place"
    mended = settle_place(WORK, found, Place(building="B"))
    assert (mended.place, mended.unknown) == (Place(building="B"), "")
    anywhere = told("5号楼电梯困人", start=report(community="yuan"))
    assert anywhere.place == Place(building="5"), "a community without a list of buildings takes any"
    assert told("5号楼电梯困人", start=report(community=None)).place == Place(building="5")


def test_not_sure_of_the_place_stays_until_a_place_is_said() -> None:
    unsure = report(type="elevator_trapped", nowhere=True)
    assert told("在12楼", start=unsure).ready
    known = told("3号楼", start=unsure)
    assert (known.nowhere, known.ready) == (False, True)


@given(
    st.lists(
        st.sampled_from(["3号楼", "B座", "2单元", "12楼", "5号楼", "电梯困人", "救命", "2个人", "有孕妇", "好的", ""])
    )
)
def test_what_is_known_is_never_lost_by_further_words(lines: list[str]) -> None:
    before = report()
    for line in lines:
        after = told(line, start=before)
        assert before.type in (None, "other", after.type)
        assert set(before.answers) <= set(after.answers)
        assert not before.place.known or after.place.known or after.unknown
        assert not after.ready or after.type is not None
        before = after


async def read(text: str, intake: Intake, **more: Any) -> object:
    desk = Desk(reports={3: intake})
    return await read_words(desk.work, said(text, **more), ASKING)


async def test_which_words_answer_a_report_in_a_group() -> None:
    draft = report(type="elevator_trapped")
    for text in ("3号楼", "12楼", "2个人", "有孕妇", "电梯困人"):
        assert await read(text, draft) == {"intake": 3}, text
    for text in ("吃饭了吗", "南门", "/help"):
        assert await read(text, draft) is None, text
    assert await read("南门", draft, reply_to="m2") == {"intake": 3, "spot": "南门"}
    assert await read("南门", draft, where=PRIVATE) == {"intake": 3, "spot": "南门"}
    assert await read("/help", draft, where=PRIVATE) is None


async def test_a_whole_report_is_one_of_its_own() -> None:
    ready = report(type="elevator_trapped", place=Place(building="3"))
    assert await read("B座电梯困人", ready) is None
    assert await read("B座", ready) is None, "it may be talk of something else"
    assert await read("B座", ready, reply_to="m2") == {"intake": 3}
    assert await read("快去B座看看", ready, reply_to="m2") == {"intake": 3, "more": True}
    assert await read("3号楼电梯困人", ready, where=PRIVATE) == {"intake": 3, "more": True}, "the same thing again"
    assert await read("B座电梯困人", report(type="elevator_trapped")) == {"intake": 3}, "it still lacks its place"


async def test_a_finished_report_takes_no_more_words() -> None:
    for state in (IntakeState.OPENED, IntakeState.DROPPED):
        assert await read("3号楼", report(state=state)) is None
    assert await read_words(Desk().work, said("3号楼"), ASKING) is None


async def test_pictures_and_words_belong_to_the_report_of_the_last_half_hour() -> None:
    ready = report(type="elevator_trapped", place=Place(building="3"))
    assert await read("", ready, files=("photo:1",)) == {"intake": 3, "files": True}
    desk = Desk(reports={3: ready})
    late = replace(ASKING, at=NOW - SAME_REPORT - timedelta(seconds=1))
    assert await read_words(desk.work, said("", files=("photo:1",)), late) is None
    assert await read_words(desk.work, said("再等等", where=PRIVATE), late) is None
    assert await read_words(desk.work, said("3号楼", where=STAFF), late) is None


def test_a_draft_in_a_group_shows_no_flat_and_no_caller() -> None:
    place = Place(building="3", unit="2", floor="12", room="1202")
    found = report(type="elevator_trapped", place=place, caller="张女士 13900001234", words="3-2-1202电梯困人")
    group, private = draft_facts(WORK, found), draft_facts(WORK, replace(found, private=True))
    place_said = {"community": "安居苑", "name": "3号楼", "building": "3", "unit": "2", "floor": "12", "spot": ""}
    assert group["place"] == {**place_said, "room": ""}, "a company of several communities names the one it is"
    assert private["place"] == {**place_said, "room": "1202"}
    assert group["caller"] is True
    assert "13900001234" not in str(group)


def test_a_draft_of_what_is_not_understood_says_so_with_nothing() -> None:
    facts = draft_facts(WORK, report(community=None, words="x" * 500))
    assert (facts["type"], facts["known"], facts["anyone"], facts["community"]) == ({}, [], [], "")
    assert facts["words"] == "x" * 200
    assert facts["zone"] == "Asia/Shanghai"


def test_a_button_of_a_building_with_a_long_name_still_fits() -> None:
    name = "金色阳光海岸花园商务综合服务中心" * 2
    home = Community(id="yuan", name="园", timezone="UTC", buildings=(Building(name=name, number=name),))
    (choice,) = building_choices(report(), home)
    assert len(f"abcdefghij:{choice.key}".encode()) <= 64, "the bytes a platform takes"
    assert choice.facts["choice"] == name
