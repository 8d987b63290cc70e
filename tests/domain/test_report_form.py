"""The form asks for the first missing part, refuses what says nothing, and the whole always fits one message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import report_form as form
from bot.domain.people import Department, Person
from bot.domain.refused import Impossible
from bot.domain.report import Report, Section
from bot.domain.report_form import NO_PHOTO, PHOTOS, ROOM, SIGNATURE

REPORT = Report(number=5, community="anju", incident=7, author="wang", due=datetime(2026, 5, 4, 10, tzinfo=UTC))
WHOLE = dict.fromkeys(Section, "told")
WANG = Person(id="wang", name="Wang Qiang", department=Department.SECURITY)
lines = st.lists(st.text(alphabet="一a😀", min_size=1, max_size=80), min_size=1, max_size=60)


@pytest.mark.covers("AFTER-06", "AFTER-08")
def test_the_next_question_is_the_first_missing_part() -> None:
    given_so_far: dict[Section, str] = {}
    for section in Section:
        assert form.first_missing(REPORT, given_so_far, ()) == section.value
        given_so_far[section] = "told"
    assert form.first_missing(REPORT, given_so_far, ()) == PHOTOS
    assert form.first_missing(REPORT, given_so_far, ("photo:1",)) == SIGNATURE
    reasoned = replace(REPORT, no_photo="夜里太黑")
    assert form.first_missing(reasoned, given_so_far, ()) == SIGNATURE
    assert form.first_missing(replace(reasoned, signature="王强"), given_so_far, ()) == ""
    assert form.first_missing(reasoned, {**given_so_far, Section.LOSS: " —。"}, ()) == Section.LOSS


@pytest.mark.covers("AFTER-05")
@pytest.mark.parametrize("part", [*form.PARTS[:-2], NO_PHOTO])
def test_a_part_says_something_and_not_too_much(part: str) -> None:
    most = form.most(part)
    assert form.checked(part, f" {'啊' * most}\n") == "啊" * most
    for text, reason in (
        ("", "report_part_empty"),
        ("……", "report_part_empty"),
        ("😀" * most + "a", "report_part_long"),
    ):
        with pytest.raises(Impossible) as refused:
            form.checked(part, text)
        assert (refused.value.reason, refused.value.facts["part"]) == (reason, part)


@pytest.mark.covers("AFTER-07")
def test_what_is_not_sure_stays_so() -> None:
    assert form.checked("hurt", "未确认：可能一人扭伤") == "未确认：可能一人扭伤"
    assert form.checked("loss", "Unconfirmed: one door") == "Unconfirmed: one door"


@pytest.mark.covers("AFTER-11")
def test_a_signature_is_ones_own_name() -> None:
    form.require_own_name(" wang  QIANG ", WANG)
    for other in ("Li Dian", "Wang", "", "王强"):
        with pytest.raises(Impossible) as refused:
            form.require_own_name(other, WANG)
        assert refused.value.facts == {"name": "Wang Qiang"}


def test_pictures_are_what_shows_something() -> None:
    files = ("photo:1", "voice:2", "video:3", "location:1,2", "document:4", "sticker:5", "photo:1")
    assert form.pictures(files) == ("photo:1", "video:3", "document:4")


@given(lines, st.integers(min_value=60, max_value=2000))
def test_a_cut_fits_keeps_order_and_takes_from_the_middle(told: list[str], room: int) -> None:
    made = form.cut(told, room=room)
    assert made.count == len(told)
    assert sum(form.units(line) + 1 for line in (*made.head, *made.tail)) <= room
    if sum(form.units(line) + 1 for line in told) <= room:
        assert (list(made.head), made.tail) == (told, ())
        return
    assert len(made.head) + len(made.tail) < len(told) or len(told) == 1 or form.units(told[0]) > room - 24
    assert made.head
    assert told[0].startswith(made.head[0])
    assert list(made.tail) == told[len(told) - len(made.tail) :]
    assert 0 <= len(made.head) - len(made.tail) <= 1


def test_what_is_left_out_is_read_in_messages_of_its_own() -> None:
    lines = [f"{number} {'查' * (number % 120)}" for number in range(200)]
    found = form.pages(lines)
    assert [line for page in found for line in page] == lines
    assert all(sum(form.units(line) + 1 for line in page) <= ROOM for page in found)
    assert len(found) == 4
    assert form.pages([]) == []
    assert not form.cut(lines, room=ROOM).whole
    assert form.cut(lines[:9], room=ROOM).whole


def test_the_course_gives_way_to_what_was_written() -> None:
    course = "\n".join(f"10:{n % 60:02} 王强到场" for n in range(300))
    full = {section: "字" * form.most(section.value) for section in Section}
    tight = form.fitted({**full, Section.COURSE: course}, more="啊" * form.REASON_MOST)
    assert tight.count == 300
    assert tight.head
    assert tight.tail
    others = sum(form.most(one.value) for one in Section if one is not Section.COURSE)
    assert others + form.REASON_MOST + sum(form.units(line) + 1 for line in (*tight.head, *tight.tail)) <= ROOM
    loose = form.fitted({**WHOLE, Section.COURSE: course})
    assert len(loose.head) + len(loose.tail) > 200
    assert len(form.fitted({Section.COURSE: "一行"}).head) == 1


def test_a_text_is_shortened_between_characters() -> None:
    assert form.shortened("😀😀😀", 4) == "😀😀"
    assert form.shortened("abc", 0) == ""
    assert form.shortened("abc", 5) == "abc"
