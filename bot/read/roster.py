"""The roster file as domain objects; a faulty file gives every fault with its line, and no roster."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time
from pathlib import Path

from bot.domain.people import Department, Person, Skill
from bot.domain.places import Building, Community, Contact
from bot.domain.roster import Duty, Roster
from bot.read.building import building_number
from bot.read.fault import Fault, FaultsError, suggest
from bot.read.known import LANGUAGES, ROLES
from bot.read.roster_chat import read_chat
from bot.read.roster_links import Draft, Found, check_links
from bot.read.table import Table, by_value
from bot.read.times import CLOCK_FORM, DAYS_FORM, clock, days, zones
from bot.read.toml_lines import read_toml
from bot.read.wecom_console import ACCOUNT, ADDRESS_BOOK

_ADMIN = "admin"
_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_USERID = re.compile(r"[A-Za-z0-9_.@-]{1,64}")


def read_roster(path: Path) -> Roster:
    """The roster, or FaultsError with everything that is wrong in it."""
    faults: list[Fault] = []
    top = Table(read_toml(path), faults)
    draft = Draft(
        communities=[Found(table, _community(table)) for table in top.tables("community", required=True)],
        contacts=[Found(table, _contact(table)) for table in top.tables("contact")],
        people=[Found(table, _person(table)) for table in top.tables("person", required=True)],
        duties=[Found(table, _duty(table)) for table in top.tables("duty")],
        chats=[Found(table, read_chat(table)) for table in top.tables("chat")],
    )
    top.finish()
    check_links(draft)
    if faults:
        raise FaultsError(faults)
    return _roster(draft)


def _roster(draft: Draft) -> Roster:
    communities = []
    for _, community in draft.communities:
        contacts = tuple(contact for table, contact in draft.contacts if table.raw("community") == community.id)
        communities.append(replace(community, contacts=contacts))
    return Roster(
        communities=tuple(communities),
        people=tuple(person for _, person in draft.people),
        duties=tuple(duty for _, duty in draft.duties),
        chats=tuple(chat for _, chat in draft.chats),
    )


def _community(table: Table) -> Community:
    community = Community(
        id=_id(table),
        name=table.text("name"),
        timezone=_zone(table),
        address=table.text("address", ""),
        phone=table.text("phone", ""),
        gates=table.texts("gates"),
        assembly=table.texts("assembly"),
        buildings=tuple(_building(below) for below in table.tables("building")),
    )
    table.finish()
    return community


def _zone(table: Table) -> str:
    zone = table.text("timezone")
    if zone and zone not in zones():
        remedy = suggest(zone, sorted(zones()), otherwise='write it like "Asia/Shanghai"')
        table.fault("timezone", f'unknown time zone "{zone}"', remedy)
    return zone


def _building(table: Table) -> Building:
    name = table.text("name")
    building = Building(
        name=name,
        number=building_number(name),
        units=table.number("units", least=1, most=99),
        floors=table.number("floors", least=1, most=200),
        flats_per_floor=table.number("flats_per_floor", 0, most=99),
        flats=table.texts("flats"),
        tags=table.texts("tags"),
    )
    table.finish()
    return building


def _contact(table: Table) -> Contact:
    table.text("community")
    contact = Contact(kind=_id(table, "kind"), name=table.text("name"), phone=table.text("phone"))
    table.finish()
    return contact


def _person(table: Table) -> Person:
    roles = table.words("roles", {**ROLES, _ADMIN: None}, required=True)
    person = Person(
        id=_id(table),
        name=table.text("name"),
        post=table.text("post"),
        department=table.word("department", by_value(Department)),
        skills=frozenset(table.words("skills", by_value(Skill))),
        roles=frozenset(role for role in roles if role is not None),
        admin=None in roles,
        communities=table.texts("communities", required=True),
        phone=table.text("phone", ""),
        accounts=_accounts(table),
        language=table.word("language", LANGUAGES) if "language" in table else "",
    )
    table.raw("language")
    table.finish()
    return person


def _accounts(table: Table) -> dict[str, str]:
    accounts = {}
    if "telegram" in table and (number := table.number("telegram", least=1)):
        accounts["telegram"] = str(number)
    if "wecom" in table and (name := table.text("wecom")):
        if not _USERID.fullmatch(name):
            remedy = f"copy {ACCOUNT} from their page in {ADDRESS_BOOK}: letters, digits, _ - @ and dots, not the name"
            table.fault("wecom", f'wecom "{name}" is not a WeCom account', remedy)
        accounts["wecom"] = name.lower()  # user ids know no case (WD 90195)
    table.raw("telegram")
    table.raw("wecom")
    return accounts


def _duty(table: Table) -> Duty:
    for key in ("days", "from", "to"):
        if key not in table:
            table.text(key)
    duty = Duty(
        person=table.text("person"),
        days=table.parsed("days", days, form=DAYS_FORM, default=frozenset()),
        start=table.parsed("from", clock, form=CLOCK_FORM, default=time(0)),
        to=table.parsed("to", clock, form=CLOCK_FORM, default=time(0)),
    )
    table.finish()
    return duty


def _id(table: Table, key: str = "id") -> str:
    text = table.text(key)
    if text and not _ID.fullmatch(text):
        table.fault(key, f'{key} "{text}" has characters an id can\'t have', "use up to 32 of a-z A-Z 0-9 _ -")
        return ""
    return text
