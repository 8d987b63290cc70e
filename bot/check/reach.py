"""Whether those the plans call can be written to: who has no account can press nothing, and is told nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.check.finding import Finding, doubtful, failed, some_of
from bot.check.town import Town
from bot.domain.calling import on_call
from bot.domain.people import Action, Person, Thing, may
from bot.domain.roster import ChatKind
from bot.read.wecom_console import ACCOUNT, ADDRESS_BOOK

_ANY_TIME = datetime(2024, 1, 1, tzinfo=UTC)


def reached(town: Town) -> Iterable[Finding]:
    """What fails in a community as long as people have no account; of nobody at all it is said once."""
    staff = town.roster.staff(town.community.id)
    if not staff or not town.platforms:
        return
    if not any(map(town.reaches, staff)):
        first = next((person for person in staff if person.admin), staff[0])
        telegram = (
            f"start the bot (zhiban run) and let {first.name} open it, press Start and send /whoami: the number goes "
            "here, telegram = ..."
        )
        remedy = f"nobody of {town.community.name} can be written to; {_way(town, telegram, first.name)}"
        yield failed("account", town.where_of(first), remedy)
        return
    yield from _leaders(town)
    yield from _called(town)
    yield from _writers(town)


def account(person: Person, platforms: Collection[str], *, where: str) -> Iterable[Finding]:
    """Whoever works on incidents should be reachable, also when somebody else of theirs is."""
    if person.roles and not person.accounts.keys() & set(platforms):
        keys = {
            "telegram": "telegram (the number /whoami gives)",
            "wecom": f"wecom ({ACCOUNT} on their page in {ADDRESS_BOOK})",
        }
        named = " or ".join(keys[one] for one in sorted(platforms)) or "an account"
        yield doubtful("account", where, f"{person.name} can't be written to; add {named}")


def _leaders(town: Town) -> Iterable[Finding]:
    roster = replace(town.roster, duties=())
    leaders = roster.leaders(town.community.id, town.order, at=_ANY_TIME)
    yield from _nobody("nobody who can command", leaders, town)


def _called(town: Town) -> Iterable[Finding]:
    """Whatever the hour: who is listed for now changes, who has a number does not."""
    roster = replace(town.roster, duties=())
    for called, playbooks in town.callers().items():
        group = on_call(roster, called, community=town.community.id, now=_ANY_TIME)
        lacking = f"nobody of {called.department or called.skill}, whom {some_of(playbooks)} calls,"
        yield from _nobody(lacking, group, town)


def _writers(town: Town) -> Iterable[Finding]:
    """One writes a notice and another approves it: both have to be able to press."""
    if not town.roster.chats_of(town.community.id, ChatKind.RESIDENT):
        return
    staff, thing = town.roster.staff(town.community.id), Thing(community=town.community.id)
    writers = [one for one in staff if may(one, Action.DRAFT, thing) is None]
    approvers = [one for one in writers if may(one, Action.APPROVE, thing) is None]
    there = [one for one in approvers if town.reaches(one)]
    yield from _nobody("nobody who may approve a notice", approvers, town)
    if not there:
        return
    same = town.roster.same_people([there[0].id])
    others = [one for one in writers if one.id not in same]
    lacking = f"only {there[0].name} of those who write and approve notices, and it takes two:"
    yield from _nobody(f"{lacking} nobody else", others, town)


def _nobody(lacking: str, group: Sequence[Person], town: Town) -> Iterable[Finding]:
    """A group that is empty is a finding of its own, elsewhere."""
    if not group or any(map(town.reaches, group)):
        return
    names = ", ".join(person.name for person in group)
    telegram = (
        f"let one of them open the bot, press Start and send /whoami: {names}; the number goes into the roster, "
        "telegram = ..."
    )
    remedy = f"{town.community.name}: {lacking} has an account; {_way(town, telegram, names)}"
    yield failed("account", town.where_of(group[0]), remedy)


def _way(town: Town, telegram: str, names: str) -> str:
    """How somebody comes to an account in the roster, on the platforms there are."""
    wecom = f"copy {ACCOUNT} from their page in {ADDRESS_BOOK} of WeCom, of {names}: wecom = ..."
    ways = {"telegram": telegram, "wecom": wecom}
    return "; or ".join(ways[platform] for platform in sorted(town.platforms))
