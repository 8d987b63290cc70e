"""The four levels: as people write them, who hears of them, and that the urgency only rises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.change_events import LevelSet
from bot.domain.incident import State
from bot.domain.level import LEVELS, level_said, lowers, set_level
from bot.domain.people import Role
from bot.domain.playbook import Urgency
from bot.domain.refused import Impossible
from tests.domain.estate import incident


@pytest.mark.parametrize(
    ("words", "level", "reason"),
    [
        ("2", 2, ""), ("Ⅱ", 2, ""), ("II", 2, ""), ("IV 台风", 4, "台风"), ("二级，困了五个人", 2, "困了五个人"),
        ("1级 有人受伤", 1, "有人受伤"), (" 3 : five people", 3, "five people"), ("III", 3, ""), ("I", 1, ""),
        ("一般", None, "一般"), ("9", None, "9"), ("22", None, "22"), ("五", None, "五"), ("", None, ""),
        ("It is", None, "It is"),
    ],
)  # fmt: skip
def test_a_level_is_read_as_people_write_it(words: str, level: int | None, reason: str) -> None:
    assert level_said(words) == (level, reason)


@pytest.mark.covers("TYPE-06")
@given(st.sampled_from([None, 1, 2, 3, 4]), st.sampled_from([1, 2, 3, 4]), st.sampled_from(Urgency))
def test_a_level_is_set_and_the_urgency_only_rises(before: int | None, level: int, urgency: Urgency) -> None:
    now = incident(level=before, urgency=urgency)
    if before == level:
        with pytest.raises(Impossible, match="level_same"):
            set_level(now, level, reason="", by="zhao")
        return
    after, events = set_level(now, level, reason=" 五 \n 个人", by="zhao")
    assert events == (LevelSet(incident=7, level=level, before=before, reason="五 个人", by="zhao"),)
    assert after.level == level
    grave = level <= 2 or urgency is Urgency.EMERGENCY
    assert after.urgency is (Urgency.EMERGENCY if grave else Urgency.GENERAL)
    assert lowers(now, level) is (before is not None and level > before)


def test_who_hears_of_a_level_is_a_table() -> None:
    assert LEVELS == {1: (Role.SUPERVISOR, Role.COMMANDER), 2: (Role.SUPERVISOR,), 3: (), 4: ()}
    with pytest.raises(Impossible, match="incident_over"):
        set_level(incident(state=State.CLOSED), 1, reason="", by="zhao")
