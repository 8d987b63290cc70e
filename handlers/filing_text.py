"""The words of R1: what the timeline already tells, line by line, and the whole as its templates take it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from handlers.facts import Json, answer_said, brief, head, is_file, iso, known, name_of

FROM_TIMELINE = {
    Section.WHEN: "filing/when",
    Section.WHERE: "filing/where",
    Section.WHAT: "filing/what",
    Section.COURSE: "filing/course",
    Section.MEASURES: "filing/measures",
}
"""What the incident itself tells, and the template that says it; everything else is asked, never guessed."""
_WORDS = 120
"""Of what somebody said, in one line of the course."""
_PLAIN = frozenset(
    {
        "IncidentOpened", "IncidentVerified", "IncidentControlled", "IncidentClosed", "PersonWent", "PersonArrived",
        "PersonDeclined", "ArrivalOverdue", "CommandTaken", "CommandPassed",
    }
)  # fmt: skip
"""Events of the course that need no more than who and when."""
_BARE: Json = {"text": "", "files": 0, "step": {}, "outside": False}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A report as it would be handed in now: what was written, and for the rest what the timeline tells."""

    sections: dict[Section, str]
    photos: tuple[str, ...]


async def drafted(work: Work, report: Report, *, language: str) -> Draft:
    """The draft; drawn anew each time, so that what happens later stands in it until it is handed in."""
    incident = await incident_of(work, report)
    history = await work.history(incident.number)
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
            parts.append({"part": section.value, "lines": [*course.head], "tail": [*course.tail], "of": course.count})
        elif text:
            parts.append({"part": section.value, "lines": text.splitlines(), "tail": [], "of": 0})
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
        "words": one_line(incident.words, most=2 * _WORDS),
        "known": known(incident.answers, playbook),
        "lines": _lines(work, incident, playbook, history),
        "steps": [
            {"text": dict(step.text), "at": iso(record.at)}
            for lane in playbook.lanes
            for step in lane.steps
            if (record := incident.step(lane.id, step.id)).state is StepState.DONE
        ],
    }


def _lines(work: Work, incident: Incident, playbook: Playbook, history: Sequence[Past]) -> list[Json]:
    """The course: one line for each thing that counts, without what was taken back."""
    day = incident.event_at.astimezone(zone_of(work, incident.community)).date()
    lines = []
    for past in _standing(history):
        more = _more(playbook, past)
        if more is None:
            continue
        later = past.at.astimezone(zone_of(work, incident.community)).date() != day
        who = name_of(work.roster, str(past.facts.get("person") or "") or past.person)
        lines.append({**_BARE, "kind": past.kind, "at": iso(past.at), "later": later, "who": who, **more})
    return lines


def _standing(history: Sequence[Past]) -> Iterable[Past]:
    """What was not taken back later: an arrival or a step pressed by mistake."""
    undone = {"ArrivalTakenBack": ("PersonArrived", ("person",)), "StepTakenBack": ("StepDone", ("lane", "step"))}
    gone: list[tuple[str, dict[str, object]]] = []
    kept: list[Past] = []
    for past in reversed(history):
        if past.kind in undone:
            kind, names = undone[past.kind]
            gone.append((kind, {name: past.facts[name] for name in names}))
            continue
        taken = next((one for one in gone if one[0] == past.kind and one[1].items() <= past.facts.items()), None)
        if taken is None:
            kept.append(past)
        else:
            gone.remove(taken)
    return reversed(kept)


def _more(playbook: Playbook, past: Past) -> Json | None:
    """What a line says besides who and when; None: it is no line of the course."""
    facts = past.facts
    if past.kind in _PLAIN:
        return None if past.kind == "ArrivalOverdue" and facts.get("round") else {}
    if past.kind == "StepDone":
        return _step(playbook, facts)
    if past.kind == "QuestionAnswered":
        question = playbook.question(str(facts["question"]))
        answer = question.answer(str(facts["answer"])) if question else None
        if question is None or answer is None or answer.warn is None:
            return None
        return {"text": brief(question, answer.id) or answer_said(question, answer.id)}
    if past.kind == "NoteAdded":
        files = facts.get("files")
        return {
            "text": one_line(str(facts["text"]), most=_WORDS),
            "files": len(files) if isinstance(files, list) else 0,
            "outside": past.person is None,
        }
    if past.kind == "Escalated":
        return {"text": one_line(str(facts["reason"]), most=_WORDS)}
    if past.kind == "NoticeApproved":
        return {"text": f"N{facts['notice']}"}
    return None


def _step(playbook: Playbook, facts: object) -> Json | None:
    """A finished step with what it had to show; what is personal stays out."""
    assert isinstance(facts, dict)
    lane = playbook.lane(str(facts["lane"]))
    step = next((one for one in lane.steps if one.id == facts["step"]), None) if lane else None
    if step is None:
        return None
    shown = [str(one) for one in facts["evidence"]]
    words = "" if step.private else one_line(" ".join(one for one in shown if not is_file(one)), most=_WORDS)
    return {"step": dict(step.text), "text": words, "files": sum(is_file(one) for one in shown)}


def _shown(incident: Incident, playbook: Playbook, history: Sequence[Past]) -> list[str]:
    """The pictures of the report, of the steps that show nothing personal, and of the notes."""
    keys = [(lane.id, step.id) for lane in playbook.lanes for step in lane.steps if not step.private]
    steps = [file for key in keys for file in incident.step(*key).evidence]
    notes = [past.facts.get("files") for past in history if past.kind == "NoteAdded"]
    return [*incident.files, *steps, *(str(file) for one in notes if isinstance(one, list) for file in one)]


def one_line(text: str, *, most: int) -> str:
    """Words of people on one line, and no more than there is room for."""
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[: most - 1]}…"
