"""The menu of types: one list while they are few, else groups and the types of a group, with 其他 one press away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from bot.domain.playbook import Group, Playbook
from bot.domain.recognise import FALLBACK
from bot.talk.message import Choice

_MOST_AT_ONCE = 12
_IN_A_ROW = 3


class Button(Protocol):
    """How whoever shows the menu makes a button of it: `action` is `type`, or `group`, whose key is empty for back."""

    def __call__(self, action: str, /, *, key: str, label: str, **facts: object) -> Choice: ...


Rows = tuple[tuple[Choice, ...], ...]


def menu(playbooks: Iterable[Playbook], button: Button, *, group: str = "") -> Rows:
    """The buttons, three in a row: all types, or the groups, or the types of `group` and the way back."""
    ordered = sorted(playbooks, key=lambda one: one.id == FALLBACK)
    if len(ordered) <= _MOST_AT_ONCE:
        return in_rows([_type(one, button) for one in ordered])
    inside = [one for one in ordered if one.group.value == group and one.id != FALLBACK]
    if inside:
        return (*in_rows([_type(one, button) for one in inside]), (button("group", key="", label="back"),))
    shown = [choice for one in Group for choice in _group(one, ordered, button)]
    return in_rows([*shown, *(_type(one, button) for one in ordered if one.id == FALLBACK)])


def chosen(playbooks: Iterable[Playbook], button: Button) -> Rows:
    """Buttons for these types alone, in their order."""
    return in_rows([_type(one, button) for one in playbooks])


def in_rows(choices: Sequence[Choice]) -> Rows:
    """Three buttons in a row."""
    return tuple(tuple(choices[start : start + _IN_A_ROW]) for start in range(0, len(choices), _IN_A_ROW))


def _group(group: Group, playbooks: Sequence[Playbook], button: Button) -> list[Choice]:
    """A button for the group; for its only type that type's, which saves a press."""
    inside = [one for one in playbooks if one.group is group and one.id != FALLBACK]
    if len(inside) < 2:
        return [_type(one, button) for one in inside]
    return [button("group", key=group.value, label="type_group", group=group.value)]


def _type(playbook: Playbook, button: Button) -> Choice:
    return button("type", key=playbook.id, label="type", icon=playbook.icon, said=dict(playbook.names))
