"""A report before it is an incident: what is missing is asked, one thing at a time, on one card edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.call_made import says_called
from bot.domain.deadline import Conversation
from bot.domain.intake import Intake, IntakeState
from bot.domain.places import Community, Place
from bot.domain.playbook import HELP, Answers, Playbook
from bot.domain.recognise import FALLBACK, Recognised, names_spot, only_place
from bot.talk.message import Address, Card, Choice, Facts, Incoming, Priority
from bot.talk.work import Work
from handlers import type_menu
from handlers.facts import Json, calls_are_free, iso, known, place_facts
from handlers.listening import listen
from handlers.second_line import completed, gives_way, sure_type

FORM = "intake"
SAME_REPORT = timedelta(minutes=30)
"""Words and pictures that say nothing by themselves belong to the report of the last half hour."""
_BUTTONS_IN_A_ROW = 3
_MOST_BUTTONS = 24


def address_of(intake: Intake) -> Address:
    """The conversation the report was made in."""
    return Address(platform=intake.platform, chat=intake.chat, thread=intake.thread)


def about(intake: Intake) -> str:
    """What the card of a report is about."""
    return f"intake/{intake.id}"


async def show(work: Work, intake: Intake, *, changing: str = "", by: str = "") -> None:
    """The card as it stands: asks for the first missing fact, or for `changing`, or offers 上报.

    Its writer is listened to, and the account `by` that changes it.
    """
    missing, menu, group = (changing or first_missing(intake)).partition("/")
    shown = {**draft_facts(work, intake), "asks": missing}
    rows = _rows(work, intake, missing, group=group if menu else None)
    card = Card(template="report/draft", facts=shown, rows=rows, reply_to="" if intake.private else intake.message)
    where = address_of(intake)
    work.live(where, card, about=about(intake), priority=Priority.ANSWER)
    for account in {intake.account, by} - {""}:
        facts = {"intake": intake.id, "changing": changing}
        await listen(work, where, account, form=FORM, facts=facts, card=about(intake))


def first_missing(intake: Intake) -> str:
    """The next question is the first missing fact; empty when there is enough to open it (rule 6)."""
    if intake.type is None:
        return "type"
    if intake.community is None:
        return "community"
    return "" if intake.ready else "place"


async def finish(work: Work, intake: Intake, *, card: Card) -> None:
    """The last state of the card; nothing is asked any more."""
    work.live(address_of(intake), card, about=about(intake), priority=Priority.ANSWER)
    asked = await work.conversations.get(address_of(intake), intake.account)
    if asked is not None and asked.facts.get("intake") == intake.id:
        await work.conversations.end(address_of(intake), intake.account)


def draft_facts(work: Work, intake: Intake) -> Json:
    """What the report says so far, as templates take it."""
    playbook = work.playbooks.get(intake.type or "")
    community = work.roster.community(intake.community or "")
    return {
        "icon": playbook.icon if playbook else "",
        "type": dict(playbook.names) if playbook else {},
        "urgency": playbook.urgency.value if playbook else "",
        "place": place_facts(intake.place, community, private=intake.private, several=len(work.roster.communities) > 1),
        "nowhere": intake.nowhere,
        "unknown": intake.unknown,
        "likely": [dict(work.playbooks[one].names) for one in likely_types(work, intake)] if playbook is None else [],
        "doubted": intake.doubted,
        "community": community.name if community else "",
        "known": known(intake.answers, playbook, group=not intake.private) if playbook else [],
        "count_known": playbook is None or not _count_asked(playbook, intake.answers),
        "anyone": [dict(said) for said in playbook.anyone] if playbook else [],
        "free_calls": playbook is not None and calls_are_free(playbook, playbook.urgency),
        "words": intake.words[:200],
        "files": len(intake.files),
        "caller": bool(intake.caller),
        "staff": intake.person is not None,
        "ready": intake.ready,
        "zone": community.timezone if community else work.company.timezone,
        "at": iso(intake.at),
    }


def _count_asked(playbook: Playbook, answers: Answers) -> bool:
    """Whether it matters how many people, and nobody has said it."""
    return any(one.counts and one.id not in answers and one.when.holds(answers) for one in playbook.questions)


def fill(work: Work, intake: Intake, said: Recognised) -> Intake:
    """The report with what a line of words gives; what was known stays unless the words say otherwise.

    A type that is not certain is not taken: it is asked, with the likely ones as buttons.
    """
    sure = sure_type(said)
    kind = sure if sure and (intake.type in (None, FALLBACK) or sure != FALLBACK) else intake.type
    answers = said.answers if kind else {}
    filled = replace(intake, type=kind, answers={**intake.answers, **answers})
    return settle_place(work, filled, said.place) if said.place != Place() else filled


def settle_place(work: Work, intake: Intake, place: Place) -> Intake:
    """The report with this place, when the community has such a building; else it is asked again."""
    community = work.roster.community(intake.community or "")
    before = intake.place
    same = place.building in ("", before.building)
    merged = Place(
        building=place.building or before.building,
        unit=place.unit or (before.unit if same else ""),
        floor=place.floor or (before.floor if same else ""),
        room=place.room or (before.room if same else ""),
        spot=place.spot or (before.spot if not place.building else ""),
    )
    if community and merged.building and community.buildings and community.building(merged.building) is None:
        return replace(intake, place=replace(merged, building=""), unknown=merged.building)
    return replace(intake, place=merged, unknown="", nowhere=intake.nowhere and not merged.known)


async def read_words(work: Work, incoming: Incoming, conversation: Conversation) -> Facts | None:
    """Words as the answer to a report's question, for half an hour; in a group only what can't be talk."""
    intake = await work.intakes.get(_number(conversation.facts["intake"]))
    fresh = work.now - conversation.at <= SAME_REPORT
    if intake is None or intake.state is not IntakeState.OPEN or not fresh or incoming.text.startswith("/"):
        return None
    if incoming.files and not incoming.text:
        return {"intake": intake.id, "files": True}
    said = said_by(work, intake, incoming.text)
    if intake.type is None and said.type is None and says_called(incoming.text, HELP):
        return None  # 110已打 is of what runs already, and no answer to what has happened
    if completed(work, intake, incoming) is not None:
        return {"intake": intake.id, "second": True}
    if _is_whole(work, intake, incoming.text):
        again = incoming.private and said.type == intake.type and said.place.may_lie_in(intake.place)
        return {"intake": intake.id, "more": True} if again else None  # else a report of its own
    spoken_to = incoming.private or bool(incoming.reply_to)
    asked_where = first_missing(intake) == "place" or bool(conversation.facts.get("changing"))
    if said.place != Place() and _means_place(intake, said, incoming.text, spoken_to=spoken_to, asked=asked_where):
        return {"intake": intake.id}
    if said.type is not None or (said.place == Place() and said.answers):
        return {"intake": intake.id} if spoken_to or not intake.ready else None
    if not spoken_to:
        return None
    if first_missing(intake) == "place" and names_spot(incoming.text):
        return {"intake": intake.id, "spot": incoming.text}
    return {"intake": intake.id, "more": True} if incoming.text else None


def _is_whole(work: Work, intake: Intake, text: str) -> bool:
    """Whether words say what and where by themselves, and the report needs neither or lies elsewhere."""
    said = work.recognise(text)
    elsewhere = intake.place.known and not said.place.may_lie_in(intake.place)
    return said.type is not None and bool(said.place.building) and (intake.ready or elsewhere)


def _means_place(intake: Intake, said: Recognised, text: str, *, spoken_to: bool, asked: bool) -> bool:
    """Whether a place in further words is this report's: more of the same place, or the bare answer to where."""
    if said.place.may_lie_in(intake.place) and (spoken_to or said.answers):
        return True
    return (spoken_to or asked) and (only_place(text) or (spoken_to and asked))


def said_by(work: Work, intake: Intake, text: str) -> Recognised:
    """What further words mean for a report whose type may be known already."""
    said = work.recognise(text)
    known = work.playbooks.get(intake.type or "")
    if known is None:
        return said if said.spoken or not said.likely else replace(said, type=None)
    sure = sure_type(said)
    if sure in (None, FALLBACK) or gives_way(work.recognise(f"{intake.words} {text}"), sure, to=known.id):
        return replace(said, type=None, likely=(), answers=work.recogniser.answers(text, known))
    return said


def likely_types(work: Work, intake: Intake) -> tuple[str, ...]:
    """The types its words may mean, the likeliest first, while nobody has said which it is."""
    said = work.recognise(intake.words)
    found = said.likely or ((said.type,) if said.type else ())
    return tuple(one for one in found if one in work.playbooks and one != FALLBACK)


def _rows(work: Work, intake: Intake, missing: str, *, group: str | None) -> tuple[tuple[Choice, ...], ...]:
    if missing == "type":
        return _type_rows(work, intake, group)
    if missing == "community":
        listed = work.roster.communities[:_MOST_BUTTONS]
        return _grid([_named(intake, "community", one.id, one.name, choice=one.id) for one in listed])
    if missing == "place":
        community = work.roster.community(intake.community or "")
        return (*_grid(building_choices(intake, community)), (_choice(intake, "place", key="unsure", label="unsure"),))
    if missing == "what":
        what = [_choice(intake, "change", key=one, label=f"change_{one}") for one in ("type", "place")]
        return (tuple(what), (_choice(intake, "open"), _choice(intake, "drop")))
    rows: list[tuple[Choice, ...]] = [(_choice(intake, "open"), _choice(intake, "change"), _choice(intake, "drop"))]
    if intake.person is not None and not intake.caller:
        rows.append((_choice(intake, "caller"),))
    return tuple(rows)


def _type_rows(work: Work, intake: Intake, group: str | None) -> type_menu.Rows:
    """The likely types and the way to all of them; all types, or their groups where they are many."""

    def choice(action: str, /, *, key: str, label: str, **facts: object) -> Choice:
        return _choice(intake, action, key=key, label=label, **facts)

    drop = _choice(intake, "drop")
    likely = likely_types(work, intake) if intake.type is None and group is None else ()
    if likely:
        shown = type_menu.chosen([work.playbooks[one] for one in likely], choice)
        return (*shown, (choice("group", key="", label="more_types"), drop))
    return (*type_menu.menu(work.playbooks.values(), choice, group=group or ""), (drop,))


def building_choices(intake: Intake, community: Community | None) -> list[Choice]:
    """The buildings as buttons."""
    buildings = community.buildings[:_MOST_BUTTONS] if community else ()
    # a name may be long, a button's key may not: its position names it, the facts say which it is
    return [_named(intake, "place", f"{n}", one.name, choice=one.number) for n, one in enumerate(buildings)]


def _named(intake: Intake, action: str, key: str, name: str, *, choice: str) -> Choice:
    return _choice(intake, action, key=key, label="said", said=name, choice=choice)


def _choice(intake: Intake, action: str, *, key: str = "", label: str = "", **facts: object) -> Choice:
    return Choice(
        key=f"{action}:{key}" if key else action,
        label=label or action,
        facts={"intake": intake.id, "choice": key, **facts},
    )


def _grid(choices: Sequence[Choice]) -> tuple[tuple[Choice, ...], ...]:
    size = _BUTTONS_IN_A_ROW
    return tuple(tuple(choices[start : start + size]) for start in range(0, len(choices), size))


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value
