"""The groups of a building and only those."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.audience import buildings_of, by_hand, groups_for, seconds_for, stand_ins, tagged
from bot.domain.places import Building, Community
from bot.domain.roster import Chat, ChatKind, Roster

HOME = Community(
    id="anju",
    name="安居苑",
    timezone="Asia/Shanghai",
    buildings=(
        Building(name="1号楼", number="1", tags=("low-lying",)),
        Building(name="2号楼", number="2"),
        Building(name="3号楼", number="3", tags=("old",)),
    ),
)


def chat(id: str, *buildings: str, kind: ChatKind = ChatKind.RESIDENT, community: str = "anju") -> Chat:
    return Chat(platform="telegram", id=id, kind=kind, community=community, buildings=buildings)


ROSTER = Roster(
    communities=(HOME,),
    chats=(
        chat("-1", "1"),
        chat("-23", "2", "3"),
        chat("-3", "3"),
        chat("-all"),
        chat("-staff", kind=ChatKind.STAFF),
        chat("-other", "3", community="xinyuan"),
    ),
)


@pytest.mark.parametrize(
    ("buildings", "groups"),
    [
        (("3",), ["-23", "-3"]),
        (("1",), ["-1"]),
        (("1", "2"), ["-1", "-23"]),
        ((), ["-1", "-23", "-3", "-all"]),
        (("9",), []),
    ],
)
def test_who_gets_it(buildings: tuple[str, ...], groups: list[str]) -> None:
    assert [one.id for one in groups_for(ROSTER, "anju", buildings)] == groups


@given(st.lists(st.sampled_from(["1", "2", "3"]), min_size=1, unique=True))
def test_nobody_else_ever_does(buildings: list[str]) -> None:
    for one in groups_for(ROSTER, "anju", buildings):
        assert one.kind is ChatKind.RESIDENT
        assert one.community == "anju"
        assert set(one.buildings) & set(buildings)


def test_a_lost_group_is_stood_in_for_by_that_of_the_whole_community() -> None:
    chosen = groups_for(ROSTER, "anju", ("3",))
    assert [one.id for one in stand_ins(ROSTER, "anju", chosen)] == ["-all"]
    everybody = groups_for(ROSTER, "anju", ())
    assert stand_ins(ROSTER, "anju", everybody) == ()
    assert stand_ins(replace(ROSTER, chats=chosen), "anju", chosen) == ()


def test_buildings_and_tags() -> None:
    assert [one.number for one in buildings_of(HOME, ("3", "1"))] == ["1", "3"]
    assert buildings_of(HOME, ()) == HOME.buildings
    assert [one.number for one in tagged(HOME.buildings)] == ["1", "3"]


@pytest.mark.parametrize(
    ("groups", "per_second", "seconds"), [(0, 25, 1), (25, 25, 1), (26, 25, 2), (2000, 25, 80), (9, 0, 1)]
)
def test_how_long_it_takes(groups: int, per_second: int, seconds: int) -> None:
    assert seconds_for(groups, per_second=per_second) == seconds


def test_groups_whose_owner_has_to_press_send() -> None:
    assert by_hand(ROSTER.chats) == 0
    assert by_hand([*ROSTER.chats, replace(ROSTER.chats[0], owner="wang")]) == 1
