"""Who is counted: a household once, the newest word of a person, help before safe; and where somebody lives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.flat import find_home, flat_in, units_open
from bot.domain.places import Building, Community, floor_of
from bot.domain.roll_call import (
    MOST_LINES,
    MOST_SIGNS,
    Answer,
    Count,
    Word,
    add_need,
    answer_again,
    called_safe,
    count,
    in_need,
    key_of,
    mark_of,
    silent_homes,
    tally,
)
from tests.domain.estate import NOW

TOWER = Building(name="3号楼", number="3", units=2, floors=18, flats_per_floor=4)
LISTED = Building(name="B座", number="B", units=2, flats=("101", "102", "201A"))
UNKNOWN = Building(name="5号楼", number="5", units=2)
PLAIN = Building(name="7号楼", number="7", floors=3, flats_per_floor=2)
SMALL = Building(name="2号楼", number="2", floors=6, flats_per_floor=4)
HOME = Community(id="anju", name="安居苑", timezone="UTC", buildings=(SMALL, TOWER, LISTED, UNKNOWN, PLAIN))


def answer(account: str = "1", word: Word = Word.SAFE, **more: object) -> Answer:
    facts = {"notice": 1, "platform": "telegram", "account": account, "word": word, "at": NOW, **more}
    return Answer(**facts)  # type: ignore[arg-type]


WORDS = st.sampled_from(Word)
PRESSES = st.lists(
    st.builds(
        answer,
        account=st.sampled_from("abcdefgh"),
        word=WORDS,
        building=st.sampled_from(["", "3", "7", "9"]),
        flat=st.sampled_from(["", "101", "102", "201"]),
        family=st.sampled_from(["", "", "", "3/301"]),
    ),
    max_size=30,
)
HOMES = st.dictionaries(st.sampled_from(["3", "7"]), st.one_of(st.none(), st.integers(0, 12)))


def newest(presses: Sequence[Answer]) -> list[Answer]:
    """What the rows hold after these presses: one a person and family."""
    return list({(one.account, one.family): one for one in presses}.values())


@given(PRESSES, st.randoms(use_true_random=False))
def test_the_order_of_answers_makes_no_difference(presses: list[Answer], chance: object) -> None:
    shuffled = newest(presses)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert count(shuffled, flats=20) == count(newest(presses), flats=20)


@given(PRESSES)
def test_nobody_counts_twice_and_nobody_is_forgotten(presses: list[Answer]) -> None:
    answers = newest(presses)
    counted = count(answers, flats=None)
    assert counted.safe + counted.help == len({key_of(one) for one in answers})
    assert counted == count([*answers, *answers], flats=None)
    assert counted.help == len({key_of(one) for one in answers if one.word is Word.HELP})


@given(PRESSES, st.integers(0, 40))
def test_silent_is_what_is_left(presses: list[Answer], flats: int) -> None:
    counted = count(newest(presses), flats=flats)
    assert counted.silent == max(0, flats - counted.safe - counted.help)


@given(PRESSES, WORDS)
def test_one_more_of_the_same_flat_adds_no_household(presses: list[Answer], word: Word) -> None:
    answers = newest(presses)
    before = count(answers, flats=None)
    for one in [one for one in answers if one.flat]:
        after = count([*answers, replace(one, account="new", word=word)], flats=None)
        assert after.safe + after.help == before.safe + before.help
        assert after.help >= before.help, "help is never covered by somebody else's safe"


@given(PRESSES)
def test_the_latest_word_of_a_person_counts(presses: list[Answer]) -> None:
    alone = [replace(one, account="me", family="", building="", flat="") for one in presses]
    counted = count(newest(alone), flats=None)
    expected = {Word.SAFE: (1, 0), Word.HELP: (0, 1)}[alone[-1].word] if alone else (0, 0)
    assert (counted.safe, counted.help) == expected


@given(PRESSES, HOMES)
def test_the_buildings_and_the_rest_make_up_the_whole(presses: list[Answer], homes: dict[str, int | None]) -> None:
    answers = newest(presses)
    counted = tally(answers, homes=homes)
    whole = count(answers, flats=None)
    parts = (counted.total, counted.outside)
    assert sum(one.safe + one.help for one in parts) == whole.safe + whole.help
    assert sum(one.safe + one.help for one in counted.buildings.values()) <= counted.total.safe + counted.total.help
    assert counted.outside.silent is None
    known = homes and None not in homes.values()
    assert (counted.total.silent is None) != bool(known)
    assert list(counted.buildings) == list(homes)


def test_a_building_the_notice_is_not_for_counts_apart() -> None:
    answers = [
        answer("1", building="3", flat="1-401"),
        answer("2", Word.HELP, building="9", flat="101"),
        answer("3", building=""),
    ]
    counted = tally(answers, homes={"3": 144})
    assert counted.total == Count(safe=2, help=0, silent=142)
    assert counted.outside == Count(safe=0, help=1, silent=None)
    assert counted.flatless == 1
    assert tally(answers, homes={}).total == Count(safe=2, help=1, silent=None), "nobody is outside of everywhere"


def test_a_person_who_changes_their_word_begins_anew() -> None:
    first = answer("1", Word.HELP, need="腿", helper="wang", at=NOW)
    later = NOW + timedelta(minutes=1)
    again = answer_again(first, answer("1", Word.HELP, flat="402", at=later))
    assert (again.need, again.helper, again.at, again.flat) == ("腿", "wang", NOW, "402")
    safe = answer_again(first, answer("1", at=later))
    assert (safe.need, safe.helper, safe.at) == ("", None, later)
    assert answer_again(None, safe) is safe


def test_who_asked_for_help_first_stands_first() -> None:
    late = answer("1", Word.HELP, at=NOW + timedelta(minutes=1))
    early = answer("2", Word.HELP, at=NOW)
    assert in_need([late, early, answer("3")]) == (early, late)


def test_a_mark_is_short_always_the_same_and_says_nothing() -> None:
    one = answer("5001", flat="402")
    assert mark_of(one) == mark_of(replace(one, word=Word.HELP, flat="1-402", need="x"))
    assert mark_of(one) != mark_of(replace(one, family="3/402"))
    assert "5001" not in mark_of(one)
    assert len(f"abcdefghij:help_go:{mark_of(one)}") <= 64


@given(st.lists(st.text(max_size=300), max_size=12))
def test_what_is_needed_stays_short_and_keeps_its_first_line(lines: list[str]) -> None:
    told = answer("1", Word.HELP)
    for line in lines:
        told = add_need(told, line)
    kept = told.need.splitlines()
    said = [" ".join(line.split())[:MOST_SIGNS] for line in lines]
    said = [line for line in said if line]
    assert len(kept) <= MOST_LINES
    assert all(len(line) <= MOST_SIGNS for line in kept)
    assert not said or kept[0] == said[0].splitlines()[0]
    assert set(kept) <= {part for line in said for part in line.splitlines()}


def test_the_flats_of_a_building() -> None:
    assert (TOWER.households, LISTED.households, UNKNOWN.households, PLAIN.households) == (144, 3, None, 6)
    assert (TOWER.homes[0], TOWER.homes[-1], PLAIN.homes[0]) == ("1-101", "2-1804", "101")
    assert TOWER.homes_called("402") == ("1-402", "2-402")
    assert TOWER.homes_called("402", "2") == ("2-402",)
    assert TOWER.homes_called("405") == ()
    assert TOWER.homes_called("402", "3") == ()
    assert LISTED.homes_called("101", "2") == ("101",), "its units share one count of numbers"
    assert UNKNOWN.homes_called("9999") == ("9999",), "what is not known is believed"
    assert (floor_of("2-1202"), floor_of("402"), floor_of("201A"), floor_of("7")) == (
        ("2", "12"), ("", "4"), ("", "2"), ("", ""),
    )  # fmt: skip


def test_the_silent_flats_are_those_nobody_has_answered_for() -> None:
    answers = [answer("1", building="7", flat="101"), answer("2", building="3", flat="102"), answer("3", building="7")]
    assert silent_homes(answers, PLAIN) == ("102", "201", "202", "301", "302")
    assert silent_homes(answers, UNKNOWN) == ()
    proxy = answer("4", building="7", flat="201", family="7/201")
    assert silent_homes([proxy], PLAIN) == silent_homes([], PLAIN), "somebody else has said so"
    assert called_safe([*answers, proxy], PLAIN) == {"201"}
    assert "201" not in silent_homes([proxy, answer("5", building="7", flat="201")], PLAIN)
    assert "201" not in silent_homes([replace(proxy, word=Word.HELP)], PLAIN)


@pytest.mark.parametrize(
    ("text", "building", "flat"),
    [
        ("2-402", "3", "2-402"),
        ("3-2-1202", "3", "2-1202"),
        ("3号楼2单元402", "3", "2-402"),
        ("２单元４０２室", "3", "2-402"),
        ("我家在2单元1202", "3", "2-1202"),
        ("room 1202, unit 1", "3", "1-1202"),
        ("building 3 unit 2 flat 402", "3", "2-402"),
        ("2号楼402", "2", "402"),
        ("B座101", "B", "101"),
        ("B座201a", "B", "201A"),
        ("5号楼301", "5", "301"),
        ("5-301", "5", "301"),
        ("1-402", "3", "1-402"),
        ("7-201", "7", "201"),
        ("5号楼120室", "5", "120"),
        ("7号楼 三零二", "7", "302"),
        ("7號樓302", "7", "302"),
    ],
)
def test_a_flat_as_people_type_it(text: str, building: str, flat: str) -> None:
    said = flat_in(text)
    assert said is not None
    assert not said.more
    home = find_home(said, HOME, near="3")
    assert (home.building, home.flat, home.unknown) == (building, flat, "")


@pytest.mark.parametrize("text", ["402", "4楼402", "3号楼402", "3-402", "402室", "四零二", "flat 402", "402吧"])
def test_a_flat_without_its_unit_leaves_the_unit_open(text: str) -> None:
    said = flat_in(text)
    assert said is not None
    home = find_home(said, HOME, near="3")
    assert (home.building, home.flat, home.units) == ("3", "402", ("1", "2"))
    assert find_home(said, HOME, near="3", units=("2",)).flat == "2-402", "said in the group of one unit"


def test_which_units_are_open() -> None:
    assert units_open(TOWER, "402") == ("1", "2")
    assert units_open(UNKNOWN, "402") == ("1", "2")
    for building, flat in ((TOWER, "2-402"), (TOWER, ""), (LISTED, "101"), (PLAIN, "101"), (None, "402")):
        assert units_open(building, flat) == ()


@pytest.mark.parametrize(
    "text", ["", "我妈走不动", "13800001111", "2个人", "三号楼", "1998年", "1号楼", "1200米", "不知道"]
)
def test_what_names_no_flat(text: str) -> None:
    assert flat_in(text) is None


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("402 两个人", "两个人"),
        ("3号楼2单元402室 两个人，腿脚不便", "两个人，腿脚不便"),
        ("我在402，老人摔倒", "老人摔倒"),
        ("老人摔倒，在402", "老人摔倒，在402"),
        ("I am in 402 please help", "I am in 402 please help"),
        ("3号楼402冒烟", "冒烟"),
        ("402，我在5楼楼梯间", "我在5楼楼梯间"),
    ],
)
def test_a_line_may_say_more_than_the_flat(text: str, more: str) -> None:
    said = flat_in(text)
    assert said is not None
    assert (said.room, said.more) == ("402", more)


def test_what_does_not_exist_is_said() -> None:
    for text, unknown in (("1905", "flat"), ("3单元402", "flat"), ("9号楼402", "building"), ("B座301", "flat")):
        said = flat_in(text)
        assert said is not None
        assert find_home(said, HOME, near="3").unknown == unknown, text
    said = flat_in("402")
    assert said is not None
    nowhere = find_home(said, HOME)
    assert (nowhere.building, nowhere.flat, nowhere.unknown) == ("", "402", "")
    assert find_home(said, replace(HOME, buildings=())).unknown == ""


@given(st.text(max_size=60))
def test_any_words_are_read_without_harm(text: str) -> None:
    said = flat_in(text)
    if said is not None:
        find_home(said, HOME, near="3")
        assert 3 <= len(said.room) <= 6
