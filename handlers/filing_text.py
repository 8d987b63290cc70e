"""The words of R1: what the timeline already tells, line by line, and the whole as its templates take it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.incident import Incident, StepState
from bot.domain.people import Person
from bot.domain.playbook import Playbook
from bot.domain.report import Report, Section
from bot.domain.report_form import PART_MOST, PHOTOS_MOST, cut, fitted, pictures
from bot.talk.papers import Past
from bot.talk.work import Work
from handlers.cards import skipped_facts
from handlers.facts import Json, head, iso, known, name_of
from handlers.filing_course import course_lines, one_line

FROM_TIMELINE = {
    Section.WHEN: "filing/when",
    Section.WHERE: "filing/where",
    Section.WHAT: "filing/what",
    Section.COURSE: "filing/course",
    Section.MEASURES: "filing/measures",
}
"""What the incident itself tells, and the template that says it; everything else is asked, never guessed."""
ANSWERS = "RollAnswered"
"""What a report never tells one by one: there are thousands of them after a notice."""
WORDS_MOST = 240
"""Of the report as it was written."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A report as it would be handed in now: what was written, and for the rest what the timeline tells."""

    sections: dict[Section, str]
    photos: tuple[str, ...]


async def drafted(work: Work, report: Report, *, language: str) -> Draft:
    """The draft; drawn anew each time, so that what happens later stands in it until it is handed in."""
    incident = await incident_of(work, report)
    history = await work.history(incident.number, without=ANSWERS)
    missing = [section for section in FROM_TIMELINE if section not in report.sections]
    facts = await _facts(work, incident, history) if missing else {}
    told = {section: _told(work, section, facts, language=language) for section in missing}
    return Draft(
        sections={section: {**told, **report.sections}.get(section, "") for section in Section},
        photos=pictures((*_shown(incident, await work.playbook(incident), history), *report.photos))[:PHOTOS_MOST],
    )


async def incident_of(work: Work, report: Report) -> Incident:
    """The incident a report is about."""
    incident = await work.incidents.get(report.incident)
    assert incident is not None  # a report is made with its incident
    return incident


async def head_of_report(work: Work, report: Report, *, private: bool) -> Json:
    """What every message about a report begins with: its kind, number and place, and by when it has to be there."""
    incident = await incident_of(work, report)
    return {
        **head(incident, await work.playbook(incident), work.roster, private=private),
        "name": report.name,
        "kind": report.kind.value,
        "progress": report.state.value,
        "by": due_facts(report.due, now=work.now, zone=zone_of(work, report.community)),
        "who": name_of(work.roster, report.author),
    }


def due_facts(due: datetime, *, now: datetime, zone: ZoneInfo) -> Json:
    """A time to hand it in, as people say it: today, tomorrow, or by its date."""
    day, today = due.astimezone(zone).date(), now.astimezone(zone).date()
    near = {timedelta(days=-1): "yesterday", timedelta(0): "today", timedelta(days=1): "tomorrow"}
    return {"at": iso(due), "day": near.get(day - today, ""), "date": f"{day:%m-%d}"}


def zone_of(work: Work, community: str) -> ZoneInfo:
    """The zone people of a community live in."""
    home = work.roster.community(community)
    return home.zone if home else ZoneInfo(work.company.timezone)


def text_facts(report: Report, draft: Draft) -> Json:
    """The whole report; what does not fit one message is cut from the middle of its course."""
    course = fitted(draft.sections, more=report.no_photo)
    parts: list[Json] = []
    for section, text in draft.sections.items():
        if section is Section.COURSE:
            parts.append(
                {
                    "part": section.value,
                    "lines": [*course.head],
                    "tail": [*course.tail],
                    "of": course.count,
                    "whole": course.whole,
                }
            )
        elif text:
            parts.append({"part": section.value, "lines": text.splitlines(), "tail": [], "of": 0, "whole": True})
    return {
        "parts": parts,
        "photos": len(draft.photos),
        "no_photo": "" if draft.photos else report.no_photo,
        "signature": report.signature,
        "signed": iso(report.signed),
    }


async def language_of(work: Work, person: Person, *, platform: str) -> str:
    """The language somebody writes in: what they chose themselves, else the roster's, else the company's."""
    account = await work.accounts.get(platform, person.accounts.get(platform, ""))
    chosen = account.language if account and account.chosen else ""
    return chosen or person.language or (account.language if account else "") or work.company.language


def _told(work: Work, section: Section, facts: Json, *, language: str) -> str:
    lines = [line.strip() for line in work.words.write(FROM_TIMELINE[section], facts, language).splitlines()]
    lines = [line for line in lines if line]
    if section is Section.COURSE:
        return "\n".join(lines)
    short = cut(lines, room=PART_MOST)
    return "\n".join((*short.head, *(("…",) if short.count > len(short.head) else ()), *short.tail))


async def _facts(work: Work, incident: Incident, history: Sequence[Past]) -> Json:
    playbook, zone = await work.playbook(incident), zone_of(work, incident.community)
    community = work.roster.community(incident.community)
    local = incident.event_at.astimezone(zone)
    return {
        **head(incident, playbook, work.roster, private=True),
        "date": f"{local:%Y-%m-%d}",
        "at": iso(incident.event_at),
        "closed": iso(incident.closed),
        "later": incident.closed is not None and incident.closed.astimezone(zone).date() != local.date(),
        "home": community.name if community else "",
        "address": community.address if community else "",
        "words": one_line(incident.words, most=WORDS_MOST),
        "known": known(incident.answers, playbook),
        "lines": course_lines(incident, playbook, history, roster=work.roster, zone=zone),
        "steps": [
            {"text": dict(step.text), "at": iso(record.at)}
            for lane in playbook.lanes
            for step in lane.steps
            if (record := incident.step(lane.id, step.id)).state is StepState.DONE
        ],
        "skipped": skipped_facts(incident, playbook.lanes),
    }


def _shown(incident: Incident, playbook: Playbook, history: Sequence[Past]) -> list[str]:
    """The pictures of the report, of the steps that show nothing personal, and of the notes."""
    keys = [(lane.id, step.id) for lane in playbook.lanes for step in lane.steps if not step.private]
    done = [record for key in keys if (record := incident.step(*key)).state is StepState.DONE]
    steps = [file for record in done for file in record.evidence]
    notes = [past.facts.get("files") for past in history if past.kind == "NoteAdded"]
    return [*incident.files, *steps, *(str(file) for one in notes if isinstance(one, list) for file in one)]
