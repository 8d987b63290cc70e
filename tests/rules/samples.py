"""Sample incidents and the cards the program makes of them, in all variants a template tells apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.incident import Incident, Reporter, Responder, Stage, State, StepRecord, StepState
from bot.domain.places import Place
from bot.domain.playbook import Playbook, Urgency
from bot.domain.second_plan import joined
from bot.read.playbook import read_playbooks
from bot.read.roster import read_roster
from bot.talk.message import Card
from handlers import cards, live
from handlers.facts import Json, head
from tests.rules.source import ROOT

TEMPLATES = ROOT / "templates"
NASTY = "</b><i>{{ 7 * 7 }} & \u202eabc \ud83d"
"""What people may type into any field: markup, template signs, a direction mark, half a character."""

PLAYBOOKS = read_playbooks(TEMPLATES / "playbooks")
ROSTER = read_roster(TEMPLATES / "sample" / "roster.toml")
ENGLISH = read_roster(TEMPLATES / "sample" / "en" / "roster.toml")
LIFT = PLAYBOOKS["elevator_trapped"]
AT = datetime(2026, 5, 4, 2, 2, tzinfo=UTC)
COMMUNITY = ROSTER.communities[0]
TWO_COMMUNITIES = replace(ROSTER, communities=(COMMUNITY, replace(COMMUNITY, id="xinyuan", name="馨园")))

PLACES = (
    Place(building="3", unit="2", floor="7", room="702"),
    Place(building="9"),
    Place(building="B", spot=NASTY),
    Place(spot="B2"),
    Place(),
)


def responder(person: str, stage: Stage = Stage.CALLED, **more: object) -> Responder:
    """Somebody who was called at the opening, as far as they have come since."""
    known_person = ROSTER.person(person)
    times = dict.fromkeys(("heard", "went", "arrived", "left"), AT + timedelta(minutes=4))
    facts = {"department": known_person.department if known_person else None, "called": AT, **times, **more}
    return Responder(person=person, stage=stage, **facts)  # type: ignore[arg-type]


INCIDENT = Incident(
    number=7,
    community=COMMUNITY.id,
    type=LIFT.id,
    playbook="digest",
    urgency=Urgency.EMERGENCY,
    level=2,
    state=State.RESPONDING,
    place=PLACES[0],
    words=NASTY,
    answers={"count": "2", "state": "ill", "hazard": "unsure", "special": "pregnant", "power": NASTY},
    reporter=Reporter(platform="telegram", chat="-1001", account="1001", person="wang"),
    commander="zhao",
    opened=AT,
    event_at=AT,
    due=AT + timedelta(minutes=10),
    responders=(
        responder("wang", Stage.HEARD),
        responder("li", reminded=1),
        responder("chen", Stage.GOING, instead_of="li"),
        responder("zhou", scene=False),
        responder("sun", Stage.CANNOT, scene=False),
        responder("he", instead_of="sun"),
        responder("zhu", instead_of="wang"),
    ),
    steps={
        ("B", "firm"): StepRecord(state=StepState.DONE, person="li", at=AT, evidence=(NASTY, "photo:1")),
        ("D", "ambulance"): StepRecord(state=StepState.DONE, person="zhou", at=AT, evidence=(NASTY,)),
    },
)
DONE_BY = StepRecord(state=StepState.DONE, person="li", at=AT, evidence=("photo:1",))
DONE = {(lane.id, step.id): DONE_BY for lane in LIFT.lanes for step in lane.steps}
_SKIPPED = StepRecord(state=StepState.SKIPPED, person="zhao", at=AT, evidence=(NASTY,))
SKIPPED = {("A", step.id): _SKIPPED for step in LIFT.lanes[0].steps} | {("B", "switch_off"): _SKIPPED}
_RELEASED = replace(INCIDENT.steps["B", "firm"], at=AT + timedelta(minutes=1))
_CLOSED = replace(INCIDENT, state=State.CLOSED, closed=AT + timedelta(minutes=22))
INCIDENTS = (
    INCIDENT,
    replace(INCIDENT, arrived=AT + timedelta(minutes=12), commander_heard=True, level=None, unverified=True),
    replace(INCIDENT, steps={**DONE, ("B", "release"): _RELEASED}, state=State.CONTROLLED),
    replace(INCIDENT, commander=None, answers={}, words="", responders=(), place=PLACES[1]),
    replace(INCIDENT, responders=(responder("zhou", Stage.HEARD, scene=False), responder("zhu", Stage.THERE))),
    replace(INCIDENT, responders=(responder("wang", Stage.THERE),), place=PLACES[2], commander="wang"),
    replace(_CLOSED, arrived=AT + timedelta(minutes=12), place=PLACES[3]),
    replace(_CLOSED, arrived=AT + timedelta(minutes=8), steps=DONE, place=PLACES[4]),
    replace(_CLOSED, steps={**DONE, ("B", "release"): _RELEASED}),
    replace(_CLOSED, state=State.FALSE_ALARM, unverified=True),
    replace(_CLOSED, state=State.FILED),
    *(replace(one, steps=SKIPPED) for one in (INCIDENT, _CLOSED)),
    *(replace(INCIDENT, reporter=replace(INCIDENT.reporter, caller=caller)) for caller in (NASTY,)),
    replace(INCIDENT, type="other", words=NASTY),
)
QUIET = replace(LIFT, urgency=Urgency.GENERAL, lanes=LIFT.lanes[:1])
"""Nobody outside is called by it."""
HEADS = [
    *(head(one, LIFT, ROSTER, private=False) for one in INCIDENTS),
    head(INCIDENT, LIFT, ENGLISH, private=False),
    head(replace(INCIDENT, urgency=Urgency.GENERAL), QUIET, ROSTER, private=False),
    head(INCIDENT, LIFT, TWO_COMMUNITIES, private=False),
    head(replace(INCIDENT, place=Place(floor="B1")), LIFT, ROSTER, private=False),
    head(INCIDENT, LIFT, replace(ROSTER, communities=(COMMUNITY, replace(COMMUNITY, id="xin"))), private=False),
]
HEAD = HEADS[0]
PEOPLE = ROSTER.people


def burning() -> Iterator[tuple[Incident, Playbook]]:
    """Fires and typhoons: many lanes, everybody there, calls anybody may make, nobody who has to come."""
    fire, typhoon = PLAYBOOKS["fire"], PLAYBOOKS["typhoon"]
    said = {"size": "smoke", "trapped": "both", "count": "2", "burning": "ebike", "danger": "bottles"}
    everybody = tuple(responder(one.id, Stage.THERE if one.id < "s" else Stage.HEARD) for one in PEOPLE)
    lanes_done = {(lane.id, step.id): DONE_BY for lane in fire.lanes[:3] for step in lane.steps}
    new = replace(INCIDENT, type="fire", answers=said, steps={}, responders=everybody)
    yield new, fire
    yield replace(INCIDENT, urgency=Urgency.GENERAL), QUIET
    yield replace(new, place=PLACES[1], steps=lanes_done, answers={}), fire
    yield replace(new, responders=everybody[:3], answers={}), fire
    yield new, replace(fire, lanes=(fire.lanes[0], replace(fire.lanes[0], id="B")))
    called = {
        ("A", "call_119"): replace(DONE_BY, person="gone", evidence=()),
        ("A", "ambulance"): replace(DONE_BY, evidence=()),
    }
    yield replace(new, steps=called, answers={**said, "called": "yes"}), fire
    yield replace(new, steps={("A", "call_119"): DONE_BY}), fire
    for answers in ({"signal": "red", "what": "fallen", "people": "under"}, {"signal": "lifted"}, {}):
        yield replace(INCIDENT, type="typhoon", answers=answers, steps={}, arrived=None), typhoon


def built() -> list[Card]:
    """The cards that are made by pure functions, in the variants of the incidents above."""
    made = [live.live_card(one, LIFT, ROSTER) for one in INCIDENTS]
    for one, playbook in burning():
        made += [live.live_card(one, playbook, ROSTER), *(cards.person_card(one, playbook, p, ROSTER) for p in PEOPLE)]
    both = joined(LIFT, PLAYBOOKS["fire"])
    made += [live.live_card(INCIDENT, both, ROSTER), *(cards.person_card(INCIDENT, both, p, ROSTER) for p in PEOPLE)]
    made += [live.live_card(one, replace(LIFT, lanes=LIFT.lanes[:4]), ROSTER) for one in INCIDENTS]
    replaced = cards.person_card(INCIDENT, LIFT, PEOPLE[0], ROSTER)
    made.append(replace(replaced, facts={**replaced.facts, "replaced": True}, rows=()))
    for one in INCIDENTS:
        made += [cards.person_card(one, LIFT, person, ROSTER) for person in ROSTER.people]
        closing = {**head(one, LIFT, ROSTER, private=False), **cards.closing_facts(one, LIFT), "who": NASTY}
        if one.closed:
            made.append(Card(template="incident/closed", facts=closing))
    for playbook in PLAYBOOKS.values():
        made += [cards.question_card(INCIDENT, playbook, one, ROSTER, told=None) for one in playbook.questions]
    made += [Card(template=name, facts={**HEAD, **facts}) for name, facts in _calling()]
    return made


BOTH = (True, False)


def _calling() -> list[tuple[str, Json]]:
    """Warnings and answers, with the words to say on the telephone."""
    told: list[Json | None] = [None]
    question = LIFT.question("state")
    assert question is not None
    for answer in question.answers:
        tell = dict(answer.tell) if answer.tell else None
        told.append({"question": dict(question.text), "answer": dict(answer.text), "tell": tell})
    calls = [cards.call_facts(INCIDENT, LIFT, step, ROSTER) for lane in LIFT.lanes for step in lane.steps if step.call]
    unlisted = replace(INCIDENT, community="elsewhere")
    calls += [cards.call_facts(unlisted, LIFT, step, ROSTER) for lane in LIFT.lanes for step in lane.steps if step.call]
    asked = {"question": dict(question.text), "numbered": True}
    tells = [[], [{"zh": "按胸口", "en": "Press"}, {"zh": "侧躺", "en": "On the side"}]]
    return [
        *(
            ("incident/questions_done", Json({"told": one, "open": is_open, "staff": staff}))
            for one in told
            for is_open in BOTH
            for staff in BOTH
        ),
        *(("incident/question", Json({**asked, "told": one})) for one in told),
        *(
            ("incident/questions_done", Json({"told": None, "open": True, "staff": True, "tells": one}))
            for one in tells
        ),
        *(("incident/question", Json({**asked, "told": None, "tells": one})) for one in tells),
        *(("incident/warning", Json({"warn": {"zh": "有烟", "en": "Smoke"}, "calls": some})) for some in (calls, [])),
    ]
