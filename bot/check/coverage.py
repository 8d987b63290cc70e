"""Whether the roster has people, groups and contacts for what the playbooks ask of it, in each community."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta

from bot.check.finding import Finding, doubtful, failed, fine, place
from bot.check.notices import notices, same_phones
from bot.check.plans import contacts, staffed
from bot.check.reach import account, reached
from bot.check.town import Town
from bot.check.wechat import alone, spread, unserved
from bot.domain.people import Department, Role
from bot.domain.playbook import Playbook
from bot.domain.roster import ChatKind, Duty, Roster
from bot.read.toml_lines import read_toml
from bot.settings import Settings

_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def coverage(roster: Roster, playbooks: Mapping[str, Playbook], settings: Settings) -> list[Finding]:
    """What each community lacks, then what single people lack."""
    document = read_toml(settings.roster.file)
    given = {"telegram": settings.telegram, "wecom": settings.wecom}
    platforms = {name for name, table in given.items() if table}
    findings = []
    for position, community in enumerate(roster.communities):
        town = Town(
            community=community,
            roster=roster,
            playbooks=playbooks,
            order=settings.command.order,
            platforms=platforms,
            document=document,
        )
        lacking = [*_groups(town), *_leaders(town), *staffed(town, _MONDAY), *contacts(town), *_hours(town)]
        lacking += notices(roster, community, document=document, position=position)
        lacking += spread(town)
        findings += lacking or [
            fine("coverage", town.where, f"{community.name}: groups, people and contacts are there")
        ]
        findings += reached(town)
    for position, person in enumerate(roster.people):
        findings += account(person, platforms, where=place(document, ("person", position)))
    findings += same_phones(roster.people, document)
    findings += unserved(roster, settings, document=document)
    findings += alone(settings)
    if not any(person.accounts.keys() & platforms for person in roster.admins()):
        remedy = "nobody hears of a faulty roster or of a new group; give somebody the role admin and an account"
        findings.append(doubtful("admin", document.file, remedy))
    return findings


def _groups(town: Town) -> Iterable[Finding]:
    if not town.roster.chats_of(town.community.id, ChatKind.STAFF):
        remedy = (
            f'{town.community.name} has no staff group; add a [[chat]] with kind = "staff": put the bot into the '
            "group, and an admin gets the lines in private"
        )
        yield failed("group", town.where, remedy)


def _leaders(town: Town) -> Iterable[Finding]:
    name = town.community.name
    if not town.roster.leaders(town.community.id, town.order, at=_MONDAY):
        wanted = ", ".join(role.name.lower() for role in town.order)
        yield failed("command", town.where, f"nobody can command in {name}; give somebody one of the roles {wanted}")
        return
    held = {role for person in town.roster.staff(town.community.id) for role in person.roles}
    for role, why in (
        (Role.DUTY_LEAD, "to lead the shift"),
        (Role.SUPERVISOR, "to escalate to"),
        (Role.COMMANDER, "to take over at any time, or to send a notice alone when nobody approves"),
    ):
        if role not in held:
            name_of_role = role.name.lower()
            yield doubtful("command", town.where, f"{name} has nobody {why}; give somebody the role {name_of_role}")


def _hours(town: Town) -> Iterable[Finding]:
    """Hours of the week nobody of a department is listed for, though others are."""
    staff = town.roster.staff(town.community.id)
    for department in Department:
        people = {person.id for person in staff if person.department is department}
        duties = [duty for duty in town.roster.duties if duty.person in people]
        gap = first_gap(duties)
        if duties and gap is not None:
            when = f"{_DAYS[gap.weekday()]} {gap:%H:%M}"
            remedy = f"nobody of {department} is listed from {when} on: then all of them count as on duty"
            yield doubtful("duty", town.where, f"{town.community.name}: {remedy}")


def first_gap(duties: Iterable[Duty]) -> datetime | None:
    """The first moment of a week, from Monday 0:00, that no duty covers; a gap can only begin where a duty ends."""
    listed = tuple(duties)
    for day in range(7):
        for begin in sorted({time(0), *(duty.to for duty in listed)}):
            at = datetime.combine(_MONDAY + timedelta(days=day), begin, tzinfo=UTC)
            if not any(duty.covers(at) for duty in listed):
                return at
    return None
