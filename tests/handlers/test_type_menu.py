"""The menu of types: groups while they are many, 其他 always one press away, and every type can be reached or typed."""

from __future__ import annotations

import pytest

from bot.domain.playbook import Group
from bot.talk.message import Choice
from handlers.type_menu import Rows, menu
from tests.rules.samples import PLAYBOOKS

LIBRARY = list(PLAYBOOKS.values())


def button(action: str, /, *, key: str, label: str, **facts: object) -> Choice:
    return Choice(key=f"{action}:{key}", label=label, facts=facts)


def keys(rows: Rows) -> list[str]:
    return [choice.key for row in rows for choice in row]


@pytest.mark.covers("TYPE-04")
def test_every_type_is_at_most_two_presses_away() -> None:
    first = keys(menu(LIBRARY, button))
    assert first[-1] == "type:other"
    assert len(first) <= len(Group) + 1
    reached = [key for key in first if key.startswith("type:")]
    for group in (key.partition(":")[2] for key in first if key.startswith("group:")):
        inside = keys(menu(LIBRARY, button, group=group))
        assert inside[-1] == "group:", "the way back"
        assert all(PLAYBOOKS[key.partition(":")[2]].group.value == group for key in inside[:-1])
        assert len(inside) > 2, "a group of one is no press more"
        reached += inside[:-1]
    assert sorted(reached) == sorted(f"type:{one.id}" for one in LIBRARY)


def test_a_small_library_is_one_list_and_an_unknown_group_is_the_first_page() -> None:
    few = [PLAYBOOKS["other"], *(one for one in LIBRARY if one.id != "other")][:12]
    assert keys(menu(few, button)) == [*(f"type:{one.id}" for one in few[1:]), "type:other"]
    assert keys(menu(few, button, group="weather")) == keys(menu(few, button))
    assert menu(LIBRARY, button, group="nothing") == menu(LIBRARY, button)
    assert max(len(row) for row in menu(LIBRARY, button)) <= 3
