"""Domain objects as the facts templates draw from: JSON, no wording, nothing a group must not see."""

from __future__ import annotations

from datetime import datetime

from bot.domain.incident import Incident, Responder, StepState, steps_of
from bot.domain.places import Community, Place
from bot.domain.playbook import UNSURE, Answers, Lane, Playbook, Question, Said, Urgency
from bot.domain.roster import Roster
from bot.domain.second_plan import names_of_attached
from bot.talk.work import Work

Json = dict[str, object]
PLACE = "*place"
"""Where the place stands beside the answers; no question can have this id."""


def iso(moment: datetime | None) -> str | None:
    """A moment as templates take it."""
    return moment.isoformat() if moment else None


def place_facts(place: Place, community: Community | None, *, private: bool, several: bool = False) -> Json:
    """A place for a card; a group gets building, unit and floor, never the flat (rule 9).

    `several`: the company has more than one community, so its name belongs to the place.
    """
    building = community.building(place.building) if community and place.building else None
    return {
        "community": community.name if community and several else "",
        "name": building.name if building else "",
        "building": place.building,
        "unit": place.unit,
        "floor": place.floor,
        "room": place.room if private else "",
        "spot": place.spot,
    }


def head(incident: Incident, playbook: Playbook, roster: Roster, *, private: bool) -> Json:
    """What every message to staff about an incident begins with: number, type, place (rule 8)."""
    community = roster.community(incident.community)
    return {
        "number": incident.number,
        "icon": playbook.icon,
        "type": dict(playbook.names),
        "attached": [dict(said) for said in _beside(incident, playbook)],
        "place": place_facts(incident.place, community, private=private, several=len(roster.communities) > 1),
        "zone": community.timezone if community else "UTC",
        "urgency": incident.urgency.value,
        "level": incident.level,
        "unverified": incident.unverified,
        "state": incident.state.value,
        "free_calls": calls_are_free(playbook, incident.urgency),
    }


def _beside(incident: Incident, playbook: Playbook) -> list[Said]:
    """The plans beside the first that have a step as things stand: what an answer called for goes with the answer."""
    counted = [lane.of for lane in playbook.lanes if lane.of is not None and steps_of(incident, lane)]
    return [one for one in names_of_attached(playbook) if one in counted]


def calls_are_free(playbook: Playbook, urgency: Urgency) -> bool:
    """Whether a card says that anybody may call 119, 110 or 120 at once. No playbook can leave it out (X-03)."""
    calls = (step.calls_help for lane in playbook.lanes for step in lane.steps)
    return urgency is Urgency.EMERGENCY or any(calls)


async def head_of(work: Work, incident: Incident, *, private: bool = False) -> Json:
    """The same, for handlers that have no playbook at hand."""
    return head(incident, await work.playbook(incident), work.roster, private=private)


def known(answers: Answers, playbook: Playbook, *, group: bool = False, calls: bool = True) -> list[Said | str]:
    """The answers so far as they are told to others, in the order of the question card.

    `group`: as a group may read them. `calls`: also that a call is made, where nothing else on the card says so.
    """
    asked = [one for one in playbook.questions if one.id in answers and not (group and one.private)]
    given = [(question, answers[question.id]) for question in asked]
    if not calls:
        given = [(question, said) for question, said in given if not getattr(question.answer(said), "done", "")]
    told = (brief(question, said) for question, said in given)
    return [one for one in told if one]


def brief(question: Question, answer: str) -> Said | str:
    """How an answer is told to others; empty when it goes without saying, free words as they were written."""
    chosen = question.answer(answer)
    if chosen is None:
        return answer
    return dict(chosen.brief) if chosen.brief else ""


def answer_said(question: Question, answer: str) -> Said | str:
    """An answer as people read it; free words stand as they were written."""
    known_answer = question.answer(answer)
    return dict(known_answer.text) if known_answer else answer


def name_of(roster: Roster, person: str | None) -> str:
    """A member of staff by name; empty when the roster has them no more."""
    found = roster.person(person) if person else None
    return found.name if found else ""


def responder_facts(responder: Responder, roster: Roster) -> Json:
    """How far somebody has come, and since when."""
    since = {
        "called": responder.called,
        "heard": responder.heard,
        "going": responder.went,
        "there": responder.arrived,
        "left": responder.left,
        "cannot": responder.left,
    }[responder.stage.value]
    return {"name": name_of(roster, responder.person), "stage": responder.stage.value, "since": iso(since)}


def call_words(incident: Incident, playbook: Playbook, roster: Roster, *, group: bool = False) -> Json:
    """What fills the words to say on the telephone; `group`: as a group may read it, without the flat (rule 9)."""
    community = roster.community(incident.community)
    answers = {
        question.id: brief(question, incident.answers[question.id])
        for question in playbook.questions
        if incident.answers.get(question.id) not in (None, UNSURE) and not (group and question.private)
    }
    return {
        **answers,
        "address": community.address if community else "",
        "community": community.name if community else "",
        "gate": community.gates[0] if community and community.gates else "",
        "phone": community.phone if community else "",
        PLACE: place_facts(incident.place, community, private=not group),
        "words": "" if group else incident.words[:60],
    }


def last_evidence(incident: Incident, lane: Lane) -> Json | None:
    """The newest thing a finished step of this lane has shown: its words, and how many files; never personal ones."""
    done = [incident.step(lane.id, step.id) for step in lane.steps if not (step.private or step.anybody)]
    done = [record for record in done if record.state is StepState.DONE and record.evidence]
    newest = max(done, key=lambda record: record.at or incident.opened, default=None)
    if newest is None:
        return None
    words = [one for one in newest.evidence if not is_file(one)]
    return {"text": words[-1][:120] if words else "", "files": len(newest.evidence) - len(words)}


def is_file(evidence: str) -> bool:
    """Whether a piece of evidence is a `kind:id` of a file rather than words."""
    kind = evidence.partition(":")[0]
    return kind in {"photo", "voice", "video", "document", "sticker", "audio", "location", "video_note", "contact"}
