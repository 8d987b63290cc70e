"""What entries of the roster say of each other: nothing stands twice, nobody points at what is not there."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from bot.domain.people import Person
from bot.domain.places import Community, Contact
from bot.domain.roster import Chat, Duty
from bot.read.fault import suggest
from bot.read.table import Table

T = TypeVar("T")


class Found(NamedTuple, Generic[T]):
    """An entry and the table it was read from."""

    table: Table
    entry: T


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Everything of the file, before it is known to fit together."""

    communities: list[Found[Community]]
    contacts: list[Found[Contact]]
    people: list[Found[Person]]
    duties: list[Found[Duty]]
    chats: list[Found[Chat]]


def check_links(draft: Draft) -> None:
    """Notes a fault for each entry that does not fit the others."""
    communities = [community.id for _, community in draft.communities if community.id]
    people = [person.id for _, person in draft.people if person.id]
    _once(((table, "id", community.id) for table, community in draft.communities), "community id")
    _once(((table, "id", person.id) for table, person in draft.people), "person id")
    for table, community in draft.communities:
        buildings = zip(table.tables("building"), community.buildings, strict=False)
        _once(((below, "name", building.number) for below, building in buildings), "building number")
    for platform in ("telegram", "wecom"):
        accounts = ((table, platform, _folded(person, platform)) for table, person in draft.people)
        _once(accounts, f"{platform} account")
    _once(_groups(draft), "chat id")
    _once(_spread(draft), "wecom chat of kind", remedy="delete one: everybody of the community reads it")
    for table, person in draft.people:
        for position, community_id in enumerate(person.communities):
            _there(table, ("communities", position), community_id, communities, "community")
    for table in [table for table, _ in draft.contacts] + [table for table, _ in draft.chats]:
        _there(table, ("community",), table.raw("community"), communities, "community")
    for table, duty in draft.duties:
        _there(table, ("person",), duty.person, people, "person")
    for table, chat in draft.chats:
        _check_buildings(table, chat, draft)
        _check_owner(table, chat, draft)


def _folded(person: Person, platform: str) -> str:
    """WeCom takes WangQiang and wangqiang for one (WD 90195)."""
    return person.accounts.get(platform, "").casefold()


def _groups(draft: Draft) -> Iterable[tuple[Table, str, Hashable]]:
    return ((table, "id", chat.id and (chat.platform, chat.id)) for table, chat in draft.chats if not chat.spread)


def _spread(draft: Draft) -> Iterable[tuple[Table, str, Hashable]]:
    spread = ((table, chat) for table, chat in draft.chats if chat.spread and chat.community)
    return ((table, "kind", (chat.platform, chat.community, chat.kind.value)) for table, chat in spread)


def _check_owner(table: Table, chat: Chat, draft: Draft) -> None:
    """Whoever has to press send gets the task in WeCom, so they need an account there."""
    people = {person.id: person for _, person in draft.people if person.id}
    for key, who in (("owner", chat.owner), ("deputy", chat.deputy)):
        _there(table, (key,), who, list(people), "person")
        if who in people and "wecom" not in people[who].accounts:
            table.fault(key, f'{key} "{who}" has no account in WeCom', f'add wecom = "..." to the person {who}')
    if chat.owner and chat.owner == chat.deputy:
        table.fault("deputy", "deputy is the owner", "name somebody else of the group, or delete deputy")


def _check_buildings(table: Table, chat: Chat, draft: Draft) -> None:
    """A group of some buildings: its community has to have them."""
    home = next((community for _, community in draft.communities if community.id == chat.community), None)
    if home is None:
        return
    names = [building.name for building in home.buildings]
    for position, number in enumerate(chat.buildings):
        if number and home.building(number) is None:
            problem = f'{home.name} has no building "{table.texts("buildings")[position]}"'
            table.fault(("buildings", position), problem, suggest(number, names))


def _once(entries: Iterable[tuple[Table, str, Hashable]], what: str, *, remedy: str = "give each its own") -> None:
    """Each value may stand once; the second one is the fault and names the line of the first."""
    first: dict[Hashable, Table] = {}
    for table, key, value in entries:
        if not value:
            continue
        if value in first:
            _, line = table.document.where((*first[value].trail, key))
            shown = value[-1] if isinstance(value, tuple) else value
            table.fault(key, f'{what} "{shown}" stands twice, first in line {line}', remedy)
        first.setdefault(value, table)


def _there(table: Table, below: tuple[str | int, ...], value: object, known: list[str], what: str) -> None:
    if isinstance(value, str) and value and value not in known:
        table.fault(below, f'there is no {what} "{value}" in the roster', suggest(value, known))
