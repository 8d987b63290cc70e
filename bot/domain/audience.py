"""Who gets a notice: which groups, which of them can be written to, and how many households that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.notice_form import TAGGED
from bot.domain.places import Building, Community
from bot.domain.roster import Chat, ChatKind, Roster


@dataclass(frozen=True, kw_only=True)
class Audience:
    """The groups of residents a notice is for."""

    chats: tuple[Chat, ...]
    """Those that can be written to, in roster order."""
    lost: tuple[Chat, ...] = ()
    """Those that can't."""


def groups_for(roster: Roster, community: str, buildings: Iterable[str]) -> tuple[Chat, ...]:
    """The groups of these buildings and only those; of the whole community all of them.

    A group of the whole community is not one of a building: its other people would leave their homes for nothing.
    """
    wanted = set(buildings)
    groups = roster.chats_of(community, ChatKind.RESIDENT)
    return tuple(chat for chat in groups if not wanted or wanted & set(chat.buildings))


def stand_ins(roster: Roster, community: str, chosen: Iterable[Chat]) -> tuple[Chat, ...]:
    """Where else a notice may be read when a group of a building is lost: the groups of the whole community."""
    taken = {(chat.platform, chat.id) for chat in chosen}
    groups = roster.chats_of(community, ChatKind.RESIDENT)
    return tuple(chat for chat in groups if not chat.buildings and (chat.platform, chat.id) not in taken)


def buildings_of(community: Community, numbers: Iterable[str]) -> tuple[Building, ...]:
    """The buildings with these numbers, in roster order; all of them when none is named."""
    wanted = set(numbers)
    return tuple(one for one in community.buildings if not wanted or one.number in wanted)


def tagged(buildings: Iterable[Building]) -> tuple[Building, ...]:
    """Those whose people leave before a storm: low-lying and old ones."""
    return tuple(one for one in buildings if set(TAGGED) & set(one.tags))


def by_hand(chats: Iterable[Chat]) -> int:
    """In how many of the groups a person of ours has to press send."""
    return sum(1 for chat in chats if chat.owner)


def seconds_for(groups: int, *, per_second: int) -> int:
    """How long a broadcast takes, in whole seconds; at least one."""
    return max(1, -(-groups // per_second)) if per_second else 1
