"""The cards of a report: what they are about, their buttons, whom they are for, and what does not fit on one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.people import Person
from bot.domain.report import Report, Section, hash_of
from bot.domain.report_form import fitted, pages
from bot.talk.message import Address, Card, Choice, Priority
from bot.talk.work import Work
from handlers.filing_text import Draft, head_of_report
from handlers.tell_desk import in_charge

Rows = tuple[tuple[Choice, ...], ...]
PRIVATE = ["text", "reason"]
"""What no group reads when somebody has no private chat (rule 9)."""


def button(action: str, report: Report, *, label: str = "", key: str = "", **facts: object) -> Choice:
    """A button that does `action` on a report."""
    name = f"{action}:{key}" if key else action
    return Choice(key=name, label=label or action, facts={"report": report.number, **facts})


def form_about(report: Report) -> str:
    """What the card of the form is about."""
    return f"{report.about}/form"


def writers(work: Work, report: Report, *, also: Sequence[str] = ()) -> list[Person]:
    """Its author, with who else signed it; those in charge when it has none."""
    ids = dict.fromkeys([*([report.author] if report.author else []), *also])
    found = [person for one in ids if (person := work.roster.person(one))]
    return found or [*in_charge(work, report.community)]


def named(to: Address | Person) -> str:
    """Who or which chat, as a part of a key."""
    return to.id if isinstance(to, Person) else f"{to.chat}/{to.thread}"


async def private_of(work: Work, person: Person) -> dict[str, Address]:
    """Where the bot may write to somebody alone, by their account there."""
    known = [await work.accounts.get(platform, account) for platform, account in person.accounts.items()]
    return {one.id: Address(platform=one.platform, chat=one.chat) for one in known if one is not None and one.chat}


async def send_course(work: Work, report: Report, draft: Draft, to: Address | Person, *, priority: Priority) -> None:
    """The whole course in messages of its own when the report shows only its ends: signed is what was read."""
    if fitted(draft.sections, more=report.no_photo).whole:
        return
    course = draft.sections[Section.COURSE]
    found = pages(course.splitlines())
    for place, lines in enumerate(found, start=1):
        head = await head_of_report(work, report, private=True)
        facts = {**head, "page": place, "pages": len(found), "lines": lines, "private": ["lines"]}
        key = f"{report.about}/course/{hash_of([course])[:12]}/{place}/{named(to)}"
        work.send(to, Card(template="filing/whole_course", facts=facts, quiet=True), key=key, priority=priority)
